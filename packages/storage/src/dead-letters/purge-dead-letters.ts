import type { Queryable } from '../database.ts';

export interface DeadLetterBounds {
  /** Everything rejected before this time goes; milliseconds since the Unix epoch. */
  readonly olderThan: number;
  /** Most bytes that an account may fill, each dead letter counting as its payload and 500 bytes. */
  readonly maxBytesPerAccount: number;
  /** Most dead letters to delete in one call. */
  readonly limit: number;
}

const EXPIRED = `WITH gone AS (DELETE FROM dead_letters WHERE id = ANY (ARRAY(
    SELECT id FROM dead_letters WHERE rejected_at < $1 ORDER BY rejected_at LIMIT $2)) RETURNING 1)
  SELECT count(*) AS count FROM gone`;

const OVERFLOWING = `SELECT account_id AS "accountId" FROM dead_letters
  GROUP BY account_id HAVING sum(payload_bytes + 500) > $1`;

/** Everything that is older than the newest dead letters that fit. */
const OVERFLOW = `WITH sized AS (
    SELECT id, rejected_at, sum(payload_bytes + 500) OVER (ORDER BY rejected_at DESC, id DESC) AS total
    FROM dead_letters WHERE account_id = $1),
  gone AS (DELETE FROM dead_letters WHERE id = ANY (ARRAY(
    SELECT id FROM sized WHERE total > $2 ORDER BY rejected_at LIMIT $3)) RETURNING 1)
  SELECT count(*) AS count FROM gone`;

/**
 * Keeps the dead letters bounded: they hold whatever was sent, so that a hostile agent could fill the disk with them.
 * The ledger goes on counting what is deleted here as rejected.
 *
 * @returns number of dead letters deleted
 */
export async function purgeDeadLetters(db: Queryable, bounds: DeadLetterBounds): Promise<number> {
  const { olderThan, maxBytesPerAccount, limit } = bounds;
  let deleted = await count(db, EXPIRED, [new Date(olderThan), limit]);
  for (const { accountId } of await db.query<{ accountId: string }>(OVERFLOWING, [maxBytesPerAccount])) {
    if (deleted >= limit) break;
    deleted += await count(db, OVERFLOW, [accountId, maxBytesPerAccount, limit - deleted]);
  }
  return deleted;
}

async function count(db: Queryable, sql: string, params: readonly unknown[]): Promise<number> {
  const rows = await db.query<{ count: number }>(sql, params);
  return rows[0]?.count ?? 0;
}
