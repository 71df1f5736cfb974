import type { userOperations } from '@hawser/contracts/http';
import { mayManage } from '@hawser/core';
import { createGrantRepository, createSessionRepository, createUserRepository, type UserChange } from '@hawser/storage';
import type { AccessChange } from '../../access/access-service.ts';
import { assertHolds } from '../../access/assert-holds.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf, expectedVersion } from '../../http/etag.ts';
import { auditedUser } from './audited-user.ts';
import { findUser } from './find-user.ts';
import { giveGrants } from './give-grants.ts';
import { userBody } from './user-body.ts';

type Operation = typeof userOperations.update;

/** `PATCH /v1/{account}/users/{user}`; with `If-Match` only when nobody changed them meanwhile. */
export function updateUser({ access, invalidations, sessions }: ApiContext): Handler<Operation> {
  return async (request, reply) => {
    const { user, grants, ended } = await access.change(request, (change) => update(change, request));
    await sessions.tellEnded(ended);
    await invalidations.publish({ type: 'user-changed', user: user.id });
    reply.header('etag', etagOf(user.version));
    return userBody(user, accountOf(request), grants);
  };
}

async function update(change: AccessChange, request: HandlerRequest<Operation>) {
  const { tx, caller } = change;
  const [users, grants] = [createUserRepository(tx), createGrantRepository(tx)];
  const account = accountOf(request);
  const before = await findUser(users, account, request.params.user);
  const held = await grants.ofUser(before.id);
  request.audit.on({ kind: 'user', id: before.id, name: before.email });
  assertHolds(mayManage(caller, held));
  const { grants: wanted, ...rest } = request.body;
  const user = await users.update(account.id, before.id, expectedVersion(request.headers['if-match']), plain(rest));
  if (wanted !== undefined) await giveGrants(change, account, user, wanted);
  const given = await grants.ofUser(user.id);
  request.audit.change(auditedUser(before, held), auditedUser(user, given));
  const ended = user.disabled ? await createSessionRepository(tx).endAllOf(user.id, null) : [];
  return { user, grants: given, ended };
}

function plain({ name, disabled }: { name?: string | undefined; disabled?: boolean | undefined }): UserChange {
  return { ...(name === undefined ? {} : { name }), ...(disabled === undefined ? {} : { disabled }) };
}
