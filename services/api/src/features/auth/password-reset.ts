import type { authOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createOneTimeTokenRepository, createUserRepository, type Queryable, type User } from '@hawser/storage';
import { namedUser } from '../../audit/actor-of.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { hashSecret } from '../../http/secrets.ts';
import { assertStrongPassword } from '../../passwords/password-policy.ts';
import { replacePassword } from '../../passwords/replace-password.ts';

const PURPOSE = 'password-reset';

/** `POST /v1/auth/password-reset`: the same answer, at once, whether there is such a user or not. */
export function requestPasswordReset(context: ApiContext): Handler<typeof authOperations.requestPasswordReset> {
  return async (request, reply) => {
    request.audit.on({ kind: 'user', name: request.body.email.toLowerCase() });
    context.mail.assertSetUp();
    context.forgottenPasswords.ask(request.body.email);
    return reply.code(202).send(null);
  };
}

/**
 * `POST /v1/auth/password-reset/confirm`: ends every session. Everything that can be wrong with the password is found
 * before the token is used up.
 */
export function confirmPasswordReset(context: ApiContext): Handler<typeof authOperations.confirmPasswordReset> {
  return async (request, reply) => {
    const { password } = request.body;
    const tokenHash = hashSecret(request.body.token);
    const user = await userOf(context, tokenHash);
    request.audit.on(namedUser(user)).in(user.accountId);
    const account = await context.unscoped.accounts.byId(user.accountId);
    const policy = account === null ? null : await context.securityPolicy(account);
    const names = [user.email, user.name];
    assertStrongPassword(password, policy === null ? { names } : { names, minLength: policy.passwordMinLength });
    const passwordHash = await context.passwords.hash(password);
    const before = async (tx: Queryable) => {
      const taken = await createOneTimeTokenRepository(tx).take(tokenHash, PURPOSE, context.clock());
      if (taken === null) throw invalidLink();
      await context.signIns.liftUser(tx, user);
    };
    await replacePassword(context, request.audit.by(namedUser(user)), user.id, passwordHash, { before });
    return reply.code(204).send(null);
  };
}

async function userOf({ unscoped: { db }, clock }: ApiContext, tokenHash: Uint8Array): Promise<User> {
  const found = await createOneTimeTokenRepository(db).find(tokenHash, PURPOSE, clock());
  const user = found?.userId == null ? null : await createUserRepository(db).byId(found.userId);
  if (user === null) throw invalidLink();
  return user;
}

function invalidLink(): Problem {
  return new Problem('invalid-token', 'The link is unknown, expired or was used before.', {
    hint: 'Ask for a new link.',
  });
}
