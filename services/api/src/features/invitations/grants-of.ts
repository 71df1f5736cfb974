import { type Grant, permissionsOf } from '@hawser/core';
import { createRoleRepository, type Invitation, type InvitedGrant, type Queryable } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';

type Lookup = Pick<ApiContext, 'db' | 'accounts'>;

/**
 * What an invitation grants as its roles are now.
 *
 * @returns null when an account or a role is gone
 */
export async function grantsOf(context: Lookup, { grants }: Invitation): Promise<Grant[] | null> {
  const found: Grant[] = [];
  for (const invited of grants) {
    const grant = await grantOf(context, invited);
    if (grant === null) return null;
    found.push(grant);
  }
  return found;
}

async function grantOf({ db, accounts }: Lookup, invited: InvitedGrant): Promise<Grant | null> {
  const [account, permissions] = await Promise.all([accounts.byId(invited.accountId), permissionsOfRole(db, invited)]);
  if (account === null || permissions === null) return null;
  return { account, descendants: invited.descendants, fleet: invited.fleetId, permissions };
}

async function permissionsOfRole(db: Queryable, { role, accountId }: InvitedGrant) {
  if ('builtIn' in role) return permissionsOf(role.builtIn);
  return (await createRoleRepository(db).byNameOrId(accountId, role.roleId))?.permissions ?? null;
}
