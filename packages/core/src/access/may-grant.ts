import type { Holder } from './can.ts';
import { encloses, type Grant, type GrantScope } from './grant.ts';
import type { Permission } from './permission.ts';

/** Permissions that stand in the way: the granter does not hold them there. */
export type GrantDecision =
  | { readonly allow: true }
  | { readonly allow: false; readonly missing: readonly Permission[] };

/**
 * Decides whether somebody may give a grant away: only what they hold themselves, in all of its scope. Taking a grant
 * away is judged the same, and so is everything that puts one person into the place of another.
 */
export function mayGrant(granter: Holder, grant: Grant): GrantDecision {
  return decide([...grant.permissions].filter((permission) => !holdsIn(granter, permission, grant)));
}

/** Decides whether somebody may change a user, who holds these grants: only one who holds no more than they do. */
export function mayManage(manager: Holder, grants: readonly Grant[]): GrantDecision {
  return all(grants.map((grant) => mayGrant(manager, grant)));
}

/** A change of the permissions of a role. */
export interface RoleChange {
  /** The account the role belongs to. */
  readonly account: GrantScope['account'];
  readonly before: ReadonlySet<Permission>;
  readonly after: ReadonlySet<Permission>;
  /** Where somebody has the role now, or is going to have it without being judged again. */
  readonly uses: readonly GrantScope[];
}

/**
 * Decides about making, changing or deleting a role: the editor must hold all that it holds before and after, in the
 * role's account and wherever it is granted.
 */
export function mayChangeRole(editor: Holder, { account, before, after, uses }: RoleChange): GrantDecision {
  const permissions = new Set([...before, ...after]);
  const home: GrantScope = { account, descendants: false, fleet: null };
  return mayManage(
    editor,
    [home, ...uses].map((scope) => ({ ...scope, permissions })),
  );
}

/**
 * Decides about putting agents into a fleet: whoever was granted something for the fleet gets it for those agents, so
 * it is judged as granting it for the account, which the agents are a part of.
 */
export function mayAddToFleet(editor: Holder, uses: readonly Grant[]): GrantDecision {
  return mayManage(
    editor,
    uses.map((grant) => ({ ...grant, fleet: null })),
  );
}

function holdsIn({ grants }: Holder, permission: Permission, scope: GrantScope): boolean {
  return grants.some((held) => held.permissions.has(permission) && encloses(held, scope));
}

function all(decisions: readonly GrantDecision[]): GrantDecision {
  return decide(decisions.flatMap((decision) => (decision.allow ? [] : decision.missing)));
}

function decide(missing: readonly Permission[]): GrantDecision {
  return missing.length === 0 ? { allow: true } : { allow: false, missing: [...new Set(missing)].sort() };
}
