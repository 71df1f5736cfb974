import { type Holder, mayChangeRole, type Permission } from '@hawser/core';
import { type Account, type Queryable, type Role, type RoleUse, roleUses } from '@hawser/storage';
import { assertHolds } from '../../access/assert-holds.ts';

/**
 * Judges a change of a role by what the caller holds, wherever the role is used: by users who have it, by groups of the
 * identity provider and by invitations.
 *
 * @param after - what it is to hold; nothing when it is to be deleted
 * @returns where it is used
 * @throws Problem `forbidden`
 */
export async function assertMayChangeRole(
  { tx, caller }: { readonly tx: Queryable; readonly caller: Holder },
  account: Account,
  role: Role,
  after: ReadonlySet<Permission>,
): Promise<RoleUse[]> {
  const uses = await roleUses(tx, role.id);
  assertHolds(mayChangeRole(caller, { account, before: role.permissions, after, uses }));
  return uses;
}
