import type { roleOperations } from '@hawser/contracts/http';
import { createRoleRepository, type RoleChange } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { etagOf, expectedVersion } from '../../http/etag.ts';
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
    const role = await access.change(sessionOf(request), async ({ tx, caller }) => {
      const roles = createRoleRepository(tx);
      const before = await findOwnRole(roles, account, request.params.role);
      await assertMayChangeRole({ tx, caller }, account, before, change.permissions ?? before.permissions);
      return roles.update(account.id, before.id, expectedVersion(request.headers['if-match']), change);
    });
    await invalidations.publish({ type: 'role-changed', role: role.id });
    reply.header('etag', etagOf(role.version));
    return roleBody(role);
  };
}
