import type { AccountId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { CHAIN_START, entryHash, entryText } from './audit-chain.ts';
import { AUDIT_COLUMNS, type AuditRow, storedEntry } from './stored-audit-entry.ts';

const PAGE = 1_000;

/** What an intact chain is, so that it can be written down elsewhere and compared later. */
export interface IntactChain {
  readonly intact: true;
  /** Entries that were verified. */
  readonly entries: number;
  /** Entries before this one were dropped by retention; 1 when none were. */
  readonly firstSeq: number;
  readonly seq: number;
  readonly hash: Uint8Array;
}

export interface BrokenChain {
  readonly intact: false;
  /** The first entry that is missing or not what it was. */
  readonly seq: number;
  /** What is wrong with it, as the end of a sentence that begins with the entry. */
  readonly reason: string;
}

interface Head {
  readonly seq: number | null;
  readonly hash: Uint8Array | null;
  readonly checkpointSeq: number | null;
  readonly checkpointHash: Uint8Array | null;
  /** Of the entries that are there. */
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
}

const HEAD = `SELECT h.seq, h.hash, h.checkpoint_seq AS "checkpointSeq", h.checkpoint_hash AS "checkpointHash",
    e.first AS "firstSeq", e.last AS "lastSeq"
  FROM (SELECT min(seq) AS first, max(seq) AS last FROM audit_entries WHERE account_id = $1) e
    LEFT JOIN audit_heads h ON h.account_id = $1`;

const ENTRIES = `SELECT ${AUDIT_COLUMNS} FROM audit_entries
  WHERE account_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT ${PAGE}`;

/** Accounts that have a chain or what is left of one, by id. */
export async function listAuditChains(db: Queryable): Promise<AccountId[]> {
  // Each account is found by one step in the primary key, however long its chain.
  const rows = await db.query<{ accountId: AccountId }>(`
    WITH RECURSIVE walked AS (
      (SELECT account_id FROM audit_entries ORDER BY account_id LIMIT 1)
      UNION ALL
      SELECT (SELECT e.account_id FROM audit_entries e WHERE e.account_id > w.account_id ORDER BY e.account_id LIMIT 1)
      FROM walked w WHERE w.account_id IS NOT NULL)
    SELECT account_id AS "accountId" FROM (SELECT account_id FROM walked UNION SELECT account_id FROM audit_heads) known
    WHERE account_id IS NOT NULL ORDER BY account_id`);
  return rows.map(({ accountId }) => accountId);
}

/**
 * Computes the hashes of a chain again, from its checkpoint to its head.
 *
 * @param onProgress - told now and then how many of how many entries are verified
 */
export async function verifyAuditChain(
  db: Queryable,
  accountId: AccountId,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<IntactChain | BrokenChain> {
  for (;;) {
    const [head] = await db.query<Head>(HEAD, [accountId]);
    if (head === undefined) throw new Error('A statement without conditions gave no row');
    const verdict = endsProblem(head) ?? (await verifyEntries(db, accountId, head, onProgress));
    if (verdict.intact || !(await wasDropped(db, accountId, head, verdict.seq))) return verdict;
  }
}

/** What the head alone shows: entries cut off at the end, put back, or a head that is gone. */
function endsProblem({ seq, hash, checkpointSeq, firstSeq, lastSeq }: Head): BrokenChain | null {
  if (seq === null || hash === null || checkpointSeq === null)
    return broken(firstSeq ?? 1, 'has lost the head of its chain');
  if (firstSeq !== null && firstSeq <= checkpointSeq) return broken(firstSeq, 'should have been dropped by retention');
  if (lastSeq !== null && lastSeq > seq) return broken(seq + 1, 'is not known to the head of the chain');
  return null;
}

async function verifyEntries(
  db: Queryable,
  accountId: AccountId,
  head: Head,
  onProgress: (done: number, all: number) => void,
): Promise<IntactChain | BrokenChain> {
  const end = head.seq ?? 0;
  const start = head.checkpointSeq ?? 0;
  let seq = start;
  let hash = head.checkpointHash ?? CHAIN_START;
  while (seq < end) {
    const rows = await db.query<AuditRow>(ENTRIES, [accountId, seq, end]);
    if (rows.length === 0) return broken(seq + 1, 'is missing');
    for (const row of rows) {
      if (row.seq !== seq + 1) return broken(seq + 1, 'is missing');
      const expected = entryHash(hash, row.seq, entryText(storedEntry(row)));
      if (!sameBytes(expected, row.hash)) return broken(row.seq, 'was changed, or one before it was');
      hash = expected;
      seq = row.seq;
    }
    onProgress(seq - start, end - start);
  }
  if (head.hash === null || !sameBytes(hash, head.hash)) return broken(end, 'is not the one that the head names');
  return { intact: true, entries: end - start, firstSeq: start + 1, seq: end, hash };
}

/** Tells whether retention dropped the entry while the chain was being verified, which makes it no loss. */
async function wasDropped(db: Queryable, accountId: AccountId, before: Head, seq: number): Promise<boolean> {
  const [now] = await db.query<Head>(HEAD, [accountId]);
  const checkpoint = now?.checkpointSeq ?? 0;
  return checkpoint > (before.checkpointSeq ?? 0) && checkpoint >= seq;
}

function broken(seq: number, reason: string): BrokenChain {
  return { intact: false, seq, reason };
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
