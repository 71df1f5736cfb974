import type { User as UserBody, userOperations } from '@hawser/contracts/http';
import { claimLimit, createGrantRepository, createUserRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { assertStrongPassword } from '../../passwords/password-policy.ts';
import { auditedUser } from './audited-user.ts';
import { giveGrants } from './give-grants.ts';
import { userBody } from './user-body.ts';

const FIRST_VERSION = 1;

type Operation = typeof userOperations.create;

/** `POST /v1/{account}/users` */
export function createUser(context: ApiContext): Handler<Operation> {
  return async (request, reply) => {
    const { id, name } = accountOf(request);
    // Of a password nothing is remembered, not even a hash to tell repeats by.
    const { password: _password, ...rest } = request.body;
    const once = {
      key: request.headers['idempotency-key'],
      scope: ['user', sessionOf(request).userId, id],
      body: rest,
    };
    const body = await context.idempotency.once(once, () => create(context, request));
    request.audit.on({ kind: 'user', id: body.id, name: body.email });
    reply.header('location', `/v1/${name}/users/${body.id}`).header('etag', etagOf(FIRST_VERSION));
    return reply.code(201).send(body);
  };
}

async function create(
  { access, passwords, securityPolicy }: ApiContext,
  request: HandlerRequest<Operation>,
): Promise<UserBody> {
  const account = accountOf(request);
  const { email, name = '', password, grants } = request.body;
  const { passwordMinLength } = await securityPolicy(account);
  assertStrongPassword(password, { names: [email, name], minLength: passwordMinLength });
  // Before the transaction, in which nothing slow may happen.
  const passwordHash = await passwords.hash(password);
  return access.change(request, async (change) => {
    await claimLimit(change.tx, account.id, 'users');
    const user = await createUserRepository(change.tx).create({ accountId: account.id, email, name, passwordHash });
    await giveGrants(change, account, user, grants);
    const given = await createGrantRepository(change.tx).ofUser(user.id);
    request.audit.on({ kind: 'user', id: user.id, name: user.email }).change(null, auditedUser(user, given));
    return userBody(user, account, given);
  });
}
