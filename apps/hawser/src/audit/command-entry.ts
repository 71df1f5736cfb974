import { hostname, userInfo } from 'node:os';
import { type AccountId, type AuditAction, type AuditedKind, auditedChange, systemClock } from '@hawser/core';
import { appendAuditEntry, type Queryable } from '@hawser/storage';

/** What a command on the machine has changed. */
export interface CommandChange {
  /** Whose chain the entry belongs to. */
  readonly accountId: AccountId;
  readonly action: AuditAction;
  readonly resource: { readonly kind: AuditedKind; readonly id: string | null; readonly name: string };
  /** Null when it was made. */
  readonly before: object | null;
  /** Null when it was deleted. */
  readonly after: object | null;
}

/**
 * Leaves the entry of a command, best in the transaction of what it changed. Who did it is the user of the operating
 * system, `ada@server-1`: nobody signs in to a command.
 */
export async function appendCommandEntry(db: Queryable, change: CommandChange): Promise<void> {
  const { accountId, action, resource, before, after } = change;
  await appendAuditEntry(db, {
    accountId,
    at: systemClock(),
    actor: { kind: 'command', id: null, name: `${userName()}@${hostname()}` },
    address: null,
    userAgent: null,
    action,
    resource,
    outcome: 'success',
    code: null,
    count: 1,
    correlationId: null,
    ...auditedChange(resource.kind, before, after),
  });
}

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
