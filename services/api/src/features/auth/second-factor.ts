import type { authOperations } from '@hawser/contracts/http';
import { Problem, type UserId } from '@hawser/core';
import { createUserRepository } from '@hawser/storage';
import { namedUser } from '../../audit/actor-of.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { lockoutOf } from './lockout-of.ts';
import { tokensBody } from './session-cookie.ts';

type Body = HandlerRequest<typeof authOperations.secondFactor>['body'];

/** `POST /v1/auth/second-factor`: the second half of a sign-in whose password was right. */
export function giveSecondFactor(context: ApiContext): Handler<typeof authOperations.secondFactor> {
  const { challenges, config, sessions, signIns, trustedBrowsers } = context;
  const users = createUserRepository(context.unscoped.db);
  return async (request, reply) => {
    const { challenge, trust_browser } = request.body;
    assertOneCode(request.body);
    const userId = await challenges.enter(challenge);
    const user = await users.byId(userId);
    if (user === null) throw goneMeanwhile();
    request.audit.on({ kind: 'session', name: user.email }).in(user.accountId);
    const lockout = await lockoutOf(context, user);
    const succeeded = await signIns.enterCode(userId, request.ip, lockout);
    if (!(await isRight(context, userId, request.body))) throw wrongCode();
    await challenges.take(challenge);
    request.audit.by(namedUser(user));
    await succeeded();
    const tokens = await sessions.start(userId, clientOf(request), request.audit, async (tx) => {
      if (trust_browser === true) await trustedBrowsers.trust(tx, { request, reply }, userId);
    });
    return tokensBody({ request, reply }, tokens, config.jwtRefreshExpirySeconds);
  };
}

async function isRight({ secondFactor }: ApiContext, userId: UserId, body: Body): Promise<boolean> {
  if (body.code !== undefined) return secondFactor.useCode(userId, body.code);
  return secondFactor.useRecoveryCode(userId, body.recovery_code ?? '');
}

function assertOneCode({ code, recovery_code }: Body): void {
  if ((code === undefined) !== (recovery_code === undefined)) return;
  throw new Problem('invalid-input', 'Give either body.code or body.recovery_code.');
}

function goneMeanwhile(): Problem {
  return new Problem('invalid-token', 'The user is gone.', { hint: 'Sign in again with e-mail and password.' });
}

function wrongCode(): Problem {
  return new Problem('invalid-credentials', 'The code is wrong or was used before.', {
    hint: 'Type the code that the app shows now, or a recovery code that was not used yet.',
  });
}
