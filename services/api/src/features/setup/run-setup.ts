import type { setupOperations } from '@hawser/contracts/http';
import { assertAccountName, Problem, ROOT_ACCOUNT_NAME } from '@hawser/core';
import { type Account, claimLimit, createAccountRepository, createAdministrator } from '@hawser/storage';
import type { FastifyRequest } from 'fastify';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { assertStrongPassword } from '../../passwords/password-policy.ts';
import type { BegunSession } from '../../sessions/session-tokens.ts';
import { accountBody } from '../accounts/account-body.ts';
import { tokensBody } from '../auth/session-cookie.ts';

interface FirstAdministrator {
  readonly email: string;
  readonly passwordHash: string;
}

/**
 * `POST /v1/setup`: makes the root account, its first administrator and the first account below it, all or nothing.
 * Everything that can be wrong with the input is found before the token is used up.
 */
export function runSetup(context: ApiContext): Handler<typeof setupOperations.run> {
  const { config, passwords, sessions, setupGuard, setupState } = context;
  return async (request, reply) => {
    const { token, email, password, account: name } = request.body;
    if (await setupState.isDone()) throw alreadySetUp();
    if (!(await setupGuard.expected())) throw wrongToken();
    assertStrongPassword(password, { names: [email] });
    assertAccountName(name);
    const passwordHash = await passwords.hash(password);
    if (!(await setupGuard.take(token))) throw wrongToken();
    const { session, account } = await createFirst(context, request, name, { email, passwordHash });
    const tokens = await sessions.tokensOf(session);
    const body = tokensBody({ request, reply }, tokens, config.jwtRefreshExpirySeconds);
    return reply.code(201).send({ ...body, account: accountBody(account, context.clock()) });
  };
}

async function createFirst(
  { sessions }: ApiContext,
  request: FastifyRequest,
  name: string,
  administrator: FirstAdministrator,
): Promise<{ session: BegunSession; account: Account }> {
  const { audit } = request;
  return audit.transaction(async (tx) => {
    const accounts = createAccountRepository(tx);
    const root = await accounts.create({ name: ROOT_ACCOUNT_NAME, parentId: null });
    await claimLimit(tx, root.id, 'users');
    const user = await createAdministrator(tx, { accountId: root.id, ...administrator, isDefault: true });
    await claimLimit(tx, root.id, 'child_accounts');
    const account = await accounts.create({ name, parentId: root.id });
    audit.by({ kind: 'user', id: user.id, name: user.email }).in(root.id).on({ kind: 'installation' });
    audit.change(null, { account: name, administrator: user.email });
    return { session: await sessions.begin(tx, user.id, clientOf(request)), account };
  });
}

function alreadySetUp(): Problem {
  return new Problem('already-set-up', 'This installation is already set up.', { hint: 'Sign in instead.' });
}

function wrongToken(): Problem {
  return new Problem('invalid-token', 'The set-up token is wrong or was used before.', {
    hint: 'Use the link that the program printed when it started; it is also in the file setup-token.',
  });
}
