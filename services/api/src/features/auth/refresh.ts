import type { authOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createUserRepository, type Queryable } from '@hawser/storage';
import type { FastifyRequest } from 'fastify';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { ReusedRefreshToken } from '../../sessions/reused-refresh-token.ts';
import { cookieToken, forgetCookie, tokensBody } from './session-cookie.ts';

/** `POST /v1/auth/refresh`, with the refresh token in the body or in the cookie. */
export function refresh({ config, sessions, unscoped }: ApiContext): Handler<typeof authOperations.refresh> {
  return async (request, reply) => {
    const inBody = request.body?.refresh_token;
    const token = inBody ?? cookieToken(request);
    if (token === undefined) throw new Problem('invalid-token', 'There is no refresh token.', { hint: 'Sign in.' });
    try {
      const tokens = await sessions.refresh(token, clientOf(request));
      return tokensBody({ request, reply }, tokens, config.jwtRefreshExpirySeconds);
    } catch (error) {
      if (error instanceof ReusedRefreshToken) await tellOfTheft(unscoped.db, request, error);
      if (inBody === undefined && error instanceof Problem) forgetCookie({ request, reply });
      throw error;
    }
  };
}

/** Two hold the token: the user should learn of it, and so should whoever looks after the account. */
async function tellOfTheft(
  db: Queryable,
  { audit }: Pick<FastifyRequest, 'audit'>,
  { userId, family }: ReusedRefreshToken,
): Promise<void> {
  const user = await createUserRepository(db).byId(userId);
  if (user !== null) audit.in(user.accountId);
  const name = user === null ? {} : { name: user.email };
  audit.incident('session.reuse_token').on({ kind: 'session', id: family, ...name });
}
