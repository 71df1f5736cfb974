import type { AccountId } from '../ids.ts';

/**
 * What the audit knows of each kind of resource: the fields whose values it may record before and after a change.
 * Whatever is not listed is never recorded, so that a secret gets into the audit only if somebody writes it down here.
 */
export const AUDITED_FIELDS = {
  account: [
    'name',
    'path',
    'organisation',
    'contact',
    'expiresAt',
    'limits',
    'settings',
    'deletingAt',
    'link_by_email',
  ],
  account_reader: ['role', 'account'],
  agent: ['name', 'description', 'tags', 'disabled', 'username'],
  audit: ['entries', 'up_to'],
  dead_letter: ['topic', 'reason', 'agent'],
  fleet: ['name', 'description', 'members'],
  installation: ['account', 'administrator', 'address', 'policies'],
  invitation: ['email', 'grants', 'expires_at'],
  oidc_mapping: ['group', 'role', 'account', 'descendants', 'fleet'],
  role: ['name', 'description', 'permissions'],
  session: ['grants'],
  token: ['name', 'owner', 'permissions', 'expires_at'],
  user: ['email', 'name', 'disabled', 'grants'],
} as const satisfies Record<string, readonly string[]>;

export type AuditedKind = keyof typeof AUDITED_FIELDS;

/** What was done: `<kind of resource>.<verb>`, for example `agent.create`. */
export type AuditAction = `${AuditedKind}.${string}`;

/** Who did it. `anonymous` is whoever could not show who they are, `command` a command on the machine itself. */
export interface AuditActor {
  readonly kind: 'user' | 'token' | 'agent' | 'command' | 'system' | 'anonymous';
  readonly id: string | null;
  /** As people know it: the e-mail address of a user, the name of an agent. */
  readonly name: string | null;
}

export interface AuditedResource {
  /** An {@link AuditedKind}; of what is only read and was denied, the domain of the missing permission. */
  readonly kind: string;
  readonly id: string | null;
  readonly name: string | null;
}

export const AUDIT_OUTCOMES = ['success', 'denied', 'failed'] as const;

export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** Values of recorded fields by name. */
export type AuditedValues = Readonly<Record<string, unknown>>;

/** One entry before it has its place in a chain. */
export interface AuditEntry {
  /** Whose chain it belongs to. */
  readonly accountId: AccountId;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly actor: AuditActor;
  /** Where it came from; null for what the program does itself. */
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly action: string;
  readonly resource: AuditedResource;
  readonly outcome: AuditOutcome;
  /** Stable error code of what was denied or failed. */
  readonly code: string | null;
  /** How many identical attempts it stands for. */
  readonly count: number;
  /** Id of the request, as in logs and answers. */
  readonly correlationId: string | null;
  /** What changed, as it was; null where there was nothing. */
  readonly before: AuditedValues | null;
  readonly after: AuditedValues | null;
}
