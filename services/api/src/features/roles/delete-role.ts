import type { roleOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createGrantRepository, createRoleRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { expectedVersion } from '../../http/etag.ts';
import { findOwnRole } from './find-role.ts';
import { assertMayChangeRole } from './judge-role.ts';

/** `DELETE /v1/{account}/roles/{role}`: only one that nobody has. */
export function deleteRole({ access }: ApiContext): Handler<typeof roleOperations.remove> {
  return async (request, reply) => {
    const account = accountOf(request);
    const expected = expectedVersion(request.headers['if-match']);
    await access.change(sessionOf(request), async ({ tx, caller }) => {
      const roles = createRoleRepository(tx);
      const role = await findOwnRole(roles, account, request.params.role);
      if (expected !== null && expected !== role.version) throw changedMeanwhile();
      await assertMayChangeRole({ tx, caller }, account, role, new Set());
      const uses = await createGrantRepository(tx).ofRole(role.id);
      if (uses.length > 0) throw inUse(role.name, new Set(uses.map(({ userId }) => userId)).size);
      await roles.remove(account.id, role.id);
    });
    return reply.code(204).send(null);
  };
}

function inUse(name: string, users: number): Problem {
  return new Problem('conflict', `The role ${name} is granted to ${users} user${users === 1 ? '' : 's'}.`, {
    hint: 'Take it from them first: PATCH /v1/{account}/users/{user}.',
  });
}

function changedMeanwhile(): Problem {
  return new Problem('stale-version', 'The role was changed meanwhile.', { hint: 'Read it again.' });
}
