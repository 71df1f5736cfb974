import { type Holder, mayChangeRole, type Permission } from '@hawser/core';
import { type Account, createGrantRepository, type Queryable, type Role } from '@hawser/storage';
import { assertHolds } from '../../access/assert-holds.ts';

/**
 * Judges a change of a role by what the caller holds, wherever the role is granted.
 *
 * @param after - what it is to hold; nothing when it is to be deleted
 * @throws Problem `forbidden`
 */
export async function assertMayChangeRole(
  { tx, caller }: { readonly tx: Queryable; readonly caller: Holder },
  account: Account,
  role: Role,
  after: ReadonlySet<Permission>,
): Promise<void> {
  const uses = await createGrantRepository(tx).ofRole(role.id);
  assertHolds(mayChangeRole(caller, { account, before: role.permissions, after, uses }));
}
