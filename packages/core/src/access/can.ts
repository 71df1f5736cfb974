import type { AccountId, AgentId, UserId } from '../ids.ts';
import { isPermission, type Permission } from './permission.ts';
import { roleHolds } from './role.ts';

/** Where in the tree of accounts something is: `/sys/acme/north` for the account `north` below `acme`. */
export interface AccountScope {
  readonly id: AccountId;
  readonly path: string;
}

/** Who asks: a signed-in user or a connected agent. */
export type Subject =
  | { readonly kind: 'user'; readonly id: UserId; readonly account: AccountScope; readonly role: string }
  | { readonly kind: 'agent'; readonly id: AgentId; readonly account: AccountScope };

/** What is asked for: something in an account, and there possibly something that belongs to one agent. */
export interface Resource {
  readonly account: AccountScope;
  readonly agent?: AgentId;
}

export const DENIALS = {
  'unknown-permission': 'no such permission exists',
  'permission-missing': 'the role does not hold the permission',
  'out-of-reach': 'the account is neither the own one nor one below it',
  'not-own': 'an agent reaches only what is its own',
} as const;

export type Denial = keyof typeof DENIALS;

export type Decision = { readonly allow: true } | { readonly allow: false; readonly reason: Denial };

const ALLOW: Decision = Object.freeze({ allow: true });

/**
 * Decides whether a subject may do something with a resource. Pure, and deny by default: a permission outside the
 * catalogue, a role that does not exist and an account outside the own branch of the tree are all denied.
 *
 * Callers answer `out-of-reach` as if the resource did not exist, so that nobody can probe other accounts.
 */
export function can(subject: Subject, permission: Permission, resource: Resource): Decision {
  if (!isPermission(permission)) return deny('unknown-permission');
  return subject.kind === 'user' ? canUser(subject, permission, resource) : canAgent(subject, permission, resource);
}

function canUser(user: Subject & { kind: 'user' }, permission: Permission, resource: Resource): Decision {
  if (!reaches(user.account, resource.account)) return deny('out-of-reach');
  return roleHolds(user.role, permission) ? ALLOW : deny('permission-missing');
}

function canAgent(agent: Subject & { kind: 'agent' }, permission: Permission, resource: Resource): Decision {
  if (resource.account.id !== agent.account.id) return deny('out-of-reach');
  if (resource.agent !== agent.id) return deny('not-own');
  return roleHolds('agent', permission) ? ALLOW : deny('permission-missing');
}

/**
 * Tells whether `target` is the account `from` itself or one below it.
 * The separator is part of the comparison: `/sys/acme` does not reach `/sys/acme-north`.
 */
export function reaches(from: Pick<AccountScope, 'path'>, target: Pick<AccountScope, 'path'>): boolean {
  if (from.path === '' || target.path === '') return false;
  return target.path === from.path || target.path.startsWith(`${from.path}/`);
}

function deny(reason: Denial): Decision {
  return { allow: false, reason };
}
