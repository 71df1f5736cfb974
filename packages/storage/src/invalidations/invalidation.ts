import type { AccountId, AgentId, FleetId, RoleId, TokenId, UserId } from '@hawser/core';

/** Something in the database was changed that processes may remember otherwise. */
export type Invalidation =
  /** A sign-in was ended, with the tokens of its family. */
  | { readonly type: 'session-ended'; readonly family: string }
  /** A user was disabled or deleted, or has another password, role or account. */
  | { readonly type: 'user-changed'; readonly user: UserId }
  /** An API token was ended before its time. */
  | { readonly type: 'token-ended'; readonly token: TokenId }
  /** A role holds other permissions. */
  | { readonly type: 'role-changed'; readonly role: RoleId }
  /** A fleet has other agents, or is gone. */
  | { readonly type: 'fleet-changed'; readonly fleet: FleetId }
  /** An agent was disabled, enabled or deleted, or has other credentials. */
  | { readonly type: 'agent-changed'; readonly agent: AgentId }
  /** An account was changed, with its limits and settings, or deleted. Those below it inherit from it. */
  | { readonly type: 'account-changed'; readonly account: AccountId }
  /** Nobody knows what was changed: messages may have been missed. */
  | { readonly type: 'everything' };

/** The field that each type has besides its type. */
const SUBJECT = {
  'session-ended': 'family',
  'user-changed': 'user',
  'token-ended': 'token',
  'role-changed': 'role',
  'fleet-changed': 'fleet',
  'agent-changed': 'agent',
  'account-changed': 'account',
  everything: null,
} as const satisfies Record<Invalidation['type'], string | null>;

/** Reads what another process has sent. @returns null for what is none of ours, or of a newer program */
export function parseInvalidation(value: unknown): Invalidation | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Record<string, unknown>;
  const { type } = fields;
  if (typeof type !== 'string' || !isKnown(type)) return null;
  const subject = SUBJECT[type];
  return subject === null || typeof fields[subject] === 'string' ? (fields as Invalidation) : null;
}

function isKnown(type: string): type is Invalidation['type'] {
  return Object.hasOwn(SUBJECT, type);
}
