import type { AgentId, FleetId, TokenId, UserId } from '../ids.ts';
import { concerns, type Grant, narrowGrants } from './grant.ts';
import { isPermission, type Permission } from './permission.ts';
import { roleHolds } from './role.ts';
import type { AccountScope } from './scope.ts';

/** A signed-in user, with what was granted to them. */
export interface UserSubject {
  readonly kind: 'user';
  readonly id: UserId;
  readonly account: AccountScope;
  readonly grants: readonly Grant[];
}

/** A program with an API token; made by {@link tokenSubject}. */
export interface TokenSubject {
  readonly kind: 'token';
  readonly id: TokenId;
  /** Whose token it is. */
  readonly owner: UserId;
  /** The account the token was made for: it reaches that and those below. */
  readonly account: AccountScope;
  /** Already narrowed to what the token may. */
  readonly grants: readonly Grant[];
}

/** A connected agent. */
export interface AgentSubject {
  readonly kind: 'agent';
  readonly id: AgentId;
  readonly account: AccountScope;
}

/** Whoever can be granted something. */
export type Holder = UserSubject | TokenSubject;

/** Who asks. */
export type Subject = Holder | AgentSubject;

/** What is asked for: something in an account, and there possibly something that belongs to one agent. */
export interface Resource {
  readonly account: AccountScope;
  readonly agent?: AgentId;
  /** Fleets that the agent is in. */
  readonly fleets?: readonly FleetId[];
}

export const DENIALS = {
  'unknown-permission': 'no such permission exists',
  'permission-missing': 'no grant there holds the permission',
  'out-of-reach': 'the account is neither the own one nor one that a grant speaks of',
  'not-own': 'an agent reaches only what is its own',
} as const;

export type Denial = keyof typeof DENIALS;

export type Decision = { readonly allow: true } | { readonly allow: false; readonly reason: Denial };

/** Which agents of an account may be reached: all, or those of some fleets. */
export type AgentReach =
  | { readonly allow: true; readonly fleets: readonly FleetId[] | null }
  | { readonly allow: false; readonly reason: Denial };

const ALLOW: Decision = Object.freeze({ allow: true });

/** What an API token is made of. */
export interface TokenRights {
  readonly id: TokenId;
  readonly account: AccountScope;
  readonly permissions: ReadonlySet<Permission>;
}

/** The subject of an API token: never more than its owner holds at this moment. */
export function tokenSubject({ id, account, permissions }: TokenRights, owner: UserSubject): TokenSubject {
  return { kind: 'token', id, owner: owner.id, account, grants: narrowGrants(owner.grants, permissions, account) };
}

/**
 * Decides whether a subject may do something with a resource. Pure, and deny by default: a permission outside the
 * catalogue and an account that no grant speaks of are denied.
 *
 * Callers answer `out-of-reach` as if the resource did not exist, so that nobody can probe other accounts.
 */
export function can(subject: Subject, permission: Permission, resource: Resource): Decision {
  if (!isPermission(permission)) return deny('unknown-permission');
  return subject.kind === 'agent' ? canAgent(subject, permission, resource) : canHolder(subject, permission, resource);
}

/**
 * Says for which agents of an account {@link can} allows something. A holder of nothing but a fleet gets that fleet.
 */
export function agentReach(subject: Holder, permission: Permission, account: AccountScope): AgentReach {
  if (!isPermission(permission)) return deny('unknown-permission');
  const holding = grantsIn(subject, account).filter(({ permissions }) => permissions.has(permission));
  if (holding.length === 0) return denyIn(subject, account);
  const fleets = holding.map(({ fleet }) => fleet);
  return { allow: true, fleets: fleets.includes(null) ? null : [...new Set(fleets.filter((fleet) => fleet !== null))] };
}

/** Tells whether the account exists as far as the subject can know. */
export function knowsAccount(subject: Holder, account: AccountScope): boolean {
  return subject.account.id === account.id || grantsIn(subject, account).length > 0;
}

function canHolder(holder: Holder, permission: Permission, { account, fleets = [] }: Resource): Decision {
  const allowed = grantsIn(holder, account).some(
    (grant) => grant.permissions.has(permission) && (grant.fleet === null || fleets.includes(grant.fleet)),
  );
  return allowed ? ALLOW : denyIn(holder, account);
}

function canAgent(agent: AgentSubject, permission: Permission, resource: Resource): Decision {
  if (resource.account.id !== agent.account.id) return deny('out-of-reach');
  if (resource.agent !== agent.id) return deny('not-own');
  return roleHolds('agent', permission) ? ALLOW : deny('permission-missing');
}

function grantsIn(holder: Holder, account: AccountScope): Grant[] {
  return holder.grants.filter((grant) => concerns(grant, account));
}

function denyIn(holder: Holder, account: AccountScope): { allow: false; reason: Denial } {
  return deny(knowsAccount(holder, account) ? 'permission-missing' : 'out-of-reach');
}

function deny(reason: Denial): { allow: false; reason: Denial } {
  return { allow: false, reason };
}
