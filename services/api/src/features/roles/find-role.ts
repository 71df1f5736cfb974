import { isUserRole, Problem } from '@hawser/core';
import type { Account, Role, RoleRepository } from '@hawser/storage';

/**
 * Finds a role that an account has made, by name or id.
 *
 * @throws Problem `not-found`, also when it belongs to another account; `conflict` for a built-in one
 */
export async function findOwnRole(
  roles: Pick<RoleRepository, 'byNameOrId'>,
  account: Account,
  nameOrId: string,
): Promise<Role> {
  if (isUserRole(nameOrId)) {
    const hint = 'Make a role of your own: POST /v1/{account}/roles.';
    throw new Problem('conflict', `The role ${nameOrId} is built in and cannot be changed.`, { hint });
  }
  const role = await roles.byNameOrId(account.id, nameOrId);
  if (role === null) throw new Problem('not-found', `The account ${account.name} has no such role.`);
  return role;
}
