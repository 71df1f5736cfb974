import type { authOperations } from '@hawser/contracts/http';
import { createUserRepository } from '@hawser/storage';
import { namedUser } from '../../audit/actor-of.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { tokensBody } from './session-cookie.ts';

/** `POST /v1/auth/one-time`: exchanges the token of a one-time link for a session. */
export function signInOnce({ config, sessions, unscoped }: ApiContext): Handler<typeof authOperations.oneTime> {
  const users = createUserRepository(unscoped.db);
  return async (request, reply) => {
    const tokens = await sessions.startOnce(request.body.token, clientOf(request));
    const user = await users.byId(tokens.userId);
    if (user !== null) request.audit.by(namedUser(user)).in(user.accountId).on({ kind: 'session', name: user.email });
    return tokensBody({ request, reply }, tokens, config.jwtRefreshExpirySeconds);
  };
}
