import type { authOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';

/** `GET /.well-known/jwks.json`: the public keys of access tokens (RFC 7517). */
export function jwks({ sessions }: ApiContext): Handler<typeof authOperations.jwks> {
  return async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=300');
    return { keys: (await sessions.keys.publicKeys()).map((key) => ({ ...key })) };
  };
}
