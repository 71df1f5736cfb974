import type { authOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createUserRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { tokensBody } from './session-cookie.ts';

/** `POST /v1/auth/login`: the same answer and the same work whether the user exists or the password is wrong. */
export function login(context: ApiContext): Handler<typeof authOperations.login> {
  const { config, passwords, sessions, signIns } = context;
  const users = createUserRepository(context.db);
  return async (request, reply) => {
    const { email, password } = request.body;
    request.audit.on({ kind: 'session', name: email.toLowerCase() });
    const user = await users.byEmail(email);
    if (user !== null) request.audit.in(user.accountId);
    const succeeded = signIns.enter(email, request.ip);
    const matches = await passwords.verify(user?.passwordHash ?? null, password);
    if (!matches || user === null || user.disabled) throw wrongCredentials();
    succeeded();
    const tokens = await sessions.start(user.id);
    request.audit.by({ kind: 'user', id: user.id, name: user.email });
    return tokensBody({ request, reply }, tokens, config.jwtRefreshExpirySeconds);
  };
}

function wrongCredentials(): Problem {
  return new Problem('invalid-credentials', 'The e-mail address or the password is wrong.');
}
