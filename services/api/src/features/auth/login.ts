import type { authOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createUserRepository } from '@hawser/storage';
import { namedUser } from '../../audit/actor-of.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { lockoutOf } from './lockout-of.ts';
import { tokensBody } from './session-cookie.ts';

/** `POST /v1/auth/login`: the same answer and the same work whether the user exists or the password is wrong. */
export function login(context: ApiContext): Handler<typeof authOperations.login> {
  const { config, passwords, sessions, signIns, secondFactor, trustedBrowsers } = context;
  const users = createUserRepository(context.unscoped.db);
  return async (request, reply) => {
    const { email, password } = request.body;
    request.audit.on({ kind: 'session', name: email.toLowerCase() });
    const user = await users.byEmail(email);
    if (user !== null) request.audit.in(user.accountId);
    const succeeded = await signIns.enterPassword(email, request.ip, await lockoutOf(context, user));
    const matches = await passwords.verify(user?.passwordHash ?? null, password);
    if (!matches || user === null || user.disabled) throw wrongCredentials();
    await succeeded();
    request.audit.by(namedUser(user));
    if ((await secondFactor.isOn(user.id)) && !(await trustedBrowsers.isTrusted(request, user.id))) {
      throw secondFactorRequired(await context.challenges.begin(user.id));
    }
    const tokens = await sessions.start(user.id, clientOf(request), request.audit);
    return tokensBody({ request, reply }, tokens, config.jwtRefreshExpirySeconds);
  };
}

function wrongCredentials(): Problem {
  return new Problem('invalid-credentials', 'The e-mail address or the password is wrong.');
}

function secondFactorRequired(challenge: string): Problem {
  return new Problem(
    'second-factor-required',
    'The password is right; a code of your authenticator app is needed too.',
    {
      challenge,
      hint: 'Send the challenge and a code to POST /v1/auth/second-factor within five minutes.',
    },
  );
}
