import type { authOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { tokensBody } from './session-cookie.ts';

/** `POST /v1/auth/one-time`: exchanges the token of a one-time link for a session. */
export function signInOnce({ config, sessions }: ApiContext): Handler<typeof authOperations.oneTime> {
  return async (request, reply) => {
    const tokens = await sessions.startOnce(request.body.token, clientOf(request));
    return tokensBody({ request, reply }, tokens, config.jwtRefreshExpirySeconds);
  };
}
