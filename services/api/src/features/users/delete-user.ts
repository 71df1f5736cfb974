import type { userOperations } from '@hawser/contracts/http';
import { mayManage, Problem } from '@hawser/core';
import { createGrantRepository, createUserRepository } from '@hawser/storage';
import { assertHolds } from '../../access/assert-holds.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { expectedVersion } from '../../http/etag.ts';
import { auditedUser } from './audited-user.ts';
import { findUser } from './find-user.ts';

/** `DELETE /v1/{account}/users/{user}`: their sessions and API tokens end with them. */
export function deleteUser({ access, invalidations }: ApiContext): Handler<typeof userOperations.remove> {
  return async (request, reply) => {
    const account = accountOf(request);
    const expected = expectedVersion(request.headers['if-match']);
    const id = await access.change(request, async ({ tx, caller }) => {
      const user = await findUser(createUserRepository(tx), account, request.params.user);
      if (expected !== null && expected !== user.version) throw changedMeanwhile();
      const grants = await createGrantRepository(tx).ofUser(user.id);
      request.audit.on({ kind: 'user', id: user.id, name: user.email }).change(auditedUser(user, grants), null);
      assertHolds(mayManage(caller, grants));
      await createUserRepository(tx).remove(account.id, user.id);
      return user.id;
    });
    await invalidations.publish({ type: 'user-changed', user: id });
    return reply.code(204).send(null);
  };
}

function changedMeanwhile(): Problem {
  return new Problem('stale-version', 'The user was changed meanwhile.', { hint: 'Read them again.' });
}
