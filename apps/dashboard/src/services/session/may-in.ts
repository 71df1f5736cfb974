import type { Me, Permission } from '../api/types.ts';

/**
 * Whether somebody holds a permission, as far as `/v1/me` tells: it lists the permissions in one's own account, which
 * mostly hold below it too, and the names of the roles granted in other accounts.
 */
export function mayIn(me: Pick<Me, 'permissions' | 'grants'>, account: string, permission: Permission): boolean {
  if (me.permissions.includes(permission)) return true;
  return me.grants.some((grant) => grant.account === account && grant.role === 'admin' && grant.fleet === null);
}
