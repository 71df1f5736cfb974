import type { FleetId } from '../ids.ts';
import type { Permission } from './permission.ts';
import { type AccountScope, reaches } from './scope.ts';

/** Where a grant holds: in an account, perhaps also in all below it, perhaps only for the agents of one fleet. */
export interface GrantScope {
  readonly account: AccountScope;
  readonly descendants: boolean;
  /** A fleet of the account; null covers the whole account. Never together with descendants. */
  readonly fleet: FleetId | null;
}

/** What somebody holds: the permissions of a role, somewhere. */
export interface Grant extends GrantScope {
  readonly permissions: ReadonlySet<Permission>;
}

/** Tells whether a grant says anything about an account. */
export function concerns({ account, descendants }: GrantScope, target: AccountScope): boolean {
  return descendants ? reaches(account, target) : account.id === target.id;
}

/** Tells whether all of `inner` lies within `outer`. */
export function encloses(outer: GrantScope, inner: GrantScope): boolean {
  if (outer.fleet !== null && outer.fleet !== inner.fleet) return false;
  return concerns(outer, inner.account) && (outer.descendants || !inner.descendants);
}

/**
 * The part of the grants that also lies within some permissions and within an account and those below it.
 *
 * @returns grants that hold nothing left are left out
 */
export function narrowGrants(
  grants: readonly Grant[],
  permissions: ReadonlySet<Permission>,
  account: AccountScope,
): Grant[] {
  return grants.flatMap((grant) => {
    const scope = narrowScope(grant, account);
    const both = new Set([...grant.permissions].filter((permission) => permissions.has(permission)));
    return scope === null || both.size === 0 ? [] : [{ ...scope, permissions: both }];
  });
}

function narrowScope({ account: own, descendants, fleet }: GrantScope, account: AccountScope): GrantScope | null {
  if (reaches(account, own)) return { account: own, descendants, fleet };
  return descendants && reaches(own, account) ? { account, descendants, fleet } : null;
}
