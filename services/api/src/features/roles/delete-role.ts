import type { roleOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createRoleRepository, type RoleUse, type RoleUser } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { expectedVersion } from '../../http/etag.ts';
import { auditedRole } from './audited-role.ts';
import { findOwnRole } from './find-role.ts';
import { assertMayChangeRole } from './judge-role.ts';

/** `DELETE /v1/{account}/roles/{role}`: only one that nobody has or is going to have. */
export function deleteRole({ access }: ApiContext): Handler<typeof roleOperations.remove> {
  return async (request, reply) => {
    const account = accountOf(request);
    const expected = expectedVersion(request.headers['if-match']);
    await access.change(request, async ({ tx, caller }) => {
      const roles = createRoleRepository(tx);
      const role = await findOwnRole(roles, account, request.params.role);
      if (expected !== null && expected !== role.version) throw changedMeanwhile();
      request.audit.on({ kind: 'role', id: role.id, name: role.name }).change(auditedRole(role), null);
      assertUnused(role.name, await assertMayChangeRole({ tx, caller }, account, role, new Set()));
      await roles.remove(account.id, role.id);
    });
    return reply.code(204).send(null);
  };
}

const HINTS: Readonly<Record<RoleUser, string>> = {
  user: 'Take it from them first: PATCH /v1/{account}/users/{user}.',
  mapping: 'Delete them first: DELETE /v1/{account}/oidc-mappings/{mapping}.',
  invitation: 'Revoke them first: DELETE /v1/{account}/invitations/{invitation}.',
};

/** @throws Problem `conflict` that says by whom the role is used */
function assertUnused(name: string, uses: readonly RoleUse[]): void {
  const [first] = uses;
  if (first === undefined) return;
  const count = new Set(uses.filter(({ by }) => by === first.by).map(({ id }) => id)).size;
  const users = `${count} ${first.by}${count === 1 ? '' : 's'}`;
  const by = first.by === 'user' ? 'granted to' : 'used by';
  throw new Problem('conflict', `The role ${name} is ${by} ${users}.`, { hint: HINTS[first.by] });
}

function changedMeanwhile(): Problem {
  return new Problem('stale-version', 'The role was changed meanwhile.', { hint: 'Read it again.' });
}
