import type { authOperations } from '@hawser/contracts/http';
import { createOneTimeTokenRepository, createUserRepository } from '@hawser/storage';
import { namedUser } from '../../audit/actor-of.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { hashSecret } from '../../http/secrets.ts';
import { invalidToken } from '../../sessions/session-problems.ts';
import { tokensBody } from './session-cookie.ts';

const PURPOSE = 'sign-in';

/** `POST /v1/auth/one-time`: exchanges the token of a one-time link for a session. */
export function signInOnce({ clock, config, sessions, unscoped }: ApiContext): Handler<typeof authOperations.oneTime> {
  const { db } = unscoped;
  return async (request, reply) => {
    const tokenHash = hashSecret(request.body.token);
    const found = await createOneTimeTokenRepository(db).find(tokenHash, PURPOSE, clock());
    const user = found?.userId == null ? null : await createUserRepository(db).byId(found.userId);
    if (user === null) throw invalidToken();
    request.audit.by(namedUser(user)).in(user.accountId).on({ kind: 'session', name: user.email });
    const tokens = await sessions.start(user.id, clientOf(request), request.audit, async (tx) => {
      const taken = await createOneTimeTokenRepository(tx).take(tokenHash, PURPOSE, clock());
      if (taken === null) throw invalidToken();
    });
    return tokensBody({ request, reply }, tokens, config.jwtRefreshExpirySeconds);
  };
}
