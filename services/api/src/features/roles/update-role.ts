import type { roleOperations } from '@hawser/contracts/http';
import { createRoleRepository, type RoleChange } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf, expectedVersion } from '../../http/etag.ts';
import { auditedRole } from './audited-role.ts';
import { findOwnRole } from './find-role.ts';
import { assertMayChangeRole } from './judge-role.ts';
import { roleBody } from './role-body.ts';

/** `PATCH /v1/{account}/roles/{role}`: takes effect at once for everybody who has it. */
export function updateRole({ access, invalidations }: ApiContext): Handler<typeof roleOperations.update> {
  return async (request, reply) => {
    const account = accountOf(request);
    const { description, permissions } = request.body;
    const change: RoleChange = {
      ...(description === undefined ? {} : { description }),
      ...(permissions === undefined ? {} : { permissions: new Set(permissions) }),
    };
    const role = await access.change(request, async ({ tx, caller }) => {
      const roles = createRoleRepository(tx);
      const before = await findOwnRole(roles, account, request.params.role);
      request.audit.on({ kind: 'role', id: before.id, name: before.name });
      await assertMayChangeRole({ tx, caller }, account, before, change.permissions ?? before.permissions);
      const expected = expectedVersion(request.headers['if-match']);
      const after = await roles.update(account.id, before.id, expected, change);
      request.audit.change(auditedRole(before), auditedRole(after));
      return after;
    });
    await invalidations.publish({ type: 'role-changed', role: role.id });
    reply.header('etag', etagOf(role.version));
    return roleBody(role);
  };
}
