import type { authOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createUserRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { tokensBody } from './session-cookie.ts';

/** `POST /v1/auth/login`: the same answer and the same work whether the user exists or the password is wrong. */
export function login(context: ApiContext): Handler<typeof authOperations.login> {
  const { config, passwords, sessions, signIns } = context;
  const users = createUserRepository(context.unscoped.db);
  return async (request, reply) => {
    const { email, password } = request.body;
    const succeeded = signIns.enter(email, request.ip);
    const user = await users.byEmail(email);
    const matches = await passwords.verify(user?.passwordHash ?? null, password);
    if (!matches || user === null || user.disabled) throw wrongCredentials();
    succeeded();
    const tokens = await sessions.start(user.id);
    return tokensBody({ request, reply }, tokens, config.jwtRefreshExpirySeconds);
  };
}

function wrongCredentials(): Problem {
  return new Problem('invalid-credentials', 'The e-mail address or the password is wrong.');
}
