import type { authOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { cookieToken, forgetCookie, tokensBody } from './session-cookie.ts';

/** `POST /v1/auth/refresh`, with the refresh token in the body or in the cookie. */
export function refresh({ config, sessions }: ApiContext): Handler<typeof authOperations.refresh> {
  return async (request, reply) => {
    const inBody = request.body?.refresh_token;
    const token = inBody ?? cookieToken(request);
    if (token === undefined) throw new Problem('invalid-token', 'There is no refresh token.', { hint: 'Sign in.' });
    try {
      const tokens = await sessions.refresh(token, clientOf(request));
      return tokensBody({ request, reply }, tokens, config.jwtRefreshExpirySeconds);
    } catch (error) {
      if (inBody === undefined && error instanceof Problem) forgetCookie({ request, reply });
      throw error;
    }
  };
}
