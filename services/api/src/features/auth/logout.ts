import type { authOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { sessionOf } from '../../http/context-of.ts';
import { forgetCookie } from './session-cookie.ts';

/** `POST /v1/auth/logout`: ends the session with all its tokens, at once. */
export function logout({ sessions }: ApiContext): Handler<typeof authOperations.logout> {
  return async (request, reply) => {
    const { family, email } = sessionOf(request);
    await sessions.end(family);
    request.audit.on({ kind: 'session', name: email });
    forgetCookie({ request, reply });
    return reply.code(204).send(null);
  };
}
