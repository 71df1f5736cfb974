import type { AccountId } from '@hawser/core';
import type { Database, Transaction } from '../database.ts';
import { appendAuditEntry } from './append-audit-entry.ts';

export interface AuditExpiry {
  /** Entries before this time go; milliseconds since the Unix epoch. */
  readonly olderThan: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** Most entries to drop of one chain in one call. */
  readonly limit: number;
}

const EXPIRING = `SELECT h.account_id AS "accountId" FROM audit_heads h
  JOIN audit_entries e ON e.account_id = h.account_id AND e.seq = h.checkpoint_seq + 1 WHERE e.at < $1`;

/** A statement of its own: one that waits for the lock does not see the entry that it waited for. */
const LOCK = 'SELECT 1 FROM audit_heads WHERE account_id = $1 FOR UPDATE';

/** The last entry before the first one that stays, at most `$3` entries on. */
const BOUNDARY = `SELECT least(checkpoint_seq + $3, seq, (SELECT min(e.seq) - 1 FROM audit_entries e
    WHERE e.account_id = $1 AND e.seq <= checkpoint_seq + $3 AND e.at >= $2)) AS "upTo"
  FROM audit_heads WHERE account_id = $1`;

const CHECKPOINT = `UPDATE audit_heads h SET checkpoint_seq = e.seq, checkpoint_hash = e.hash, checkpoint_at = e.at
  FROM audit_entries e WHERE h.account_id = $1 AND e.account_id = $1 AND e.seq = $2 AND e.seq > h.checkpoint_seq`;

const DROP = `WITH gone AS (DELETE FROM audit_entries WHERE account_id = $1 AND seq <= $2 RETURNING 1)
  SELECT count(*) AS count FROM gone`;

/**
 * Drops the oldest entries of every chain. What is left is still verified, from a checkpoint that says what the last one
 * dropped was; an entry says that it happened.
 *
 * @returns true when a chain has more to drop
 */
export async function expireAuditEntries(db: Database, expiry: AuditExpiry): Promise<boolean> {
  let hasMore = false;
  for (const { accountId } of await db.query<{ accountId: AccountId }>(EXPIRING, [new Date(expiry.olderThan)])) {
    const dropped = await db.transaction((tx) => expireChain(tx, accountId, expiry));
    hasMore ||= dropped >= expiry.limit;
  }
  return hasMore;
}

async function expireChain(
  tx: Transaction,
  accountId: AccountId,
  { olderThan, now, limit }: AuditExpiry,
): Promise<number> {
  await tx.query(LOCK, [accountId]);
  const [boundary] = await tx.query<{ upTo: number }>(BOUNDARY, [accountId, new Date(olderThan), limit]);
  if (boundary === undefined) return 0;
  const { upTo } = boundary;
  await tx.query(CHECKPOINT, [accountId, upTo]);
  const [gone] = await tx.query<{ count: number }>(DROP, [accountId, upTo]);
  const entries = gone?.count ?? 0;
  if (entries === 0) return 0;
  await appendAuditEntry(tx, {
    accountId,
    at: now,
    actor: { kind: 'system', id: null, name: 'retention' },
    address: null,
    userAgent: null,
    action: 'audit.expire',
    resource: { kind: 'audit', id: null, name: null },
    outcome: 'success',
    code: null,
    count: 1,
    correlationId: null,
    before: { entries, up_to: upTo },
    after: null,
  });
  return entries;
}
