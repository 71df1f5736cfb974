import type { oidcOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';

/** `GET /v1/auth/methods`: what the sign-in page offers. */
export function signInMethods({ oidc }: ApiContext): Handler<typeof oidcOperations.methods> {
  return async () => ({ oidc: oidc === null ? null : { name: oidc.config.name, url: '/v1/auth/oidc' } });
}
