import type { AccountId, AuditActor, AuditEntry, AuditedValues, AuditOutcome } from '@hawser/core';

/** An entry in its place in the chain of its account. */
export interface StoredAuditEntry extends AuditEntry {
  /** From 1, without gaps. */
  readonly seq: number;
  /** SHA-256; see `entryHash`. */
  readonly hash: Uint8Array;
}

export const AUDIT_COLUMNS = `account_id AS "accountId", seq, hash, at, actor_kind AS "actorKind",
  actor_id AS "actorId", actor_name AS "actorName", address, user_agent AS "userAgent", action,
  resource_kind AS "resourceKind", resource_id AS "resourceId", resource_name AS "resourceName", outcome, code,
  attempts, correlation_id AS "correlationId", before, after`;

/** A row of `AUDIT_COLUMNS`. */
export interface AuditRow {
  readonly accountId: AccountId;
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly at: number;
  readonly actorKind: AuditActor['kind'];
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly action: string;
  readonly resourceKind: string;
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  readonly outcome: AuditOutcome;
  readonly code: string | null;
  readonly attempts: number;
  readonly correlationId: string | null;
  readonly before: AuditedValues | null;
  readonly after: AuditedValues | null;
}

export function storedEntry(row: AuditRow): StoredAuditEntry {
  const { actorKind, actorId, actorName, resourceKind, resourceId, resourceName, attempts, ...rest } = row;
  return {
    ...rest,
    actor: { kind: actorKind, id: actorId, name: actorName },
    resource: { kind: resourceKind, id: resourceId, name: resourceName },
    count: attempts,
  };
}
