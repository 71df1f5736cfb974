import type { AccountId } from '@hawser/core';
import type { Database } from '../../database.ts';
import { aggregateTables, CHUNKS } from './purge.ts';

/** Accounts with the time before which each loses its readings. */
export interface OldReadings {
  readonly ids: readonly AccountId[];
  readonly before: readonly Date[];
  /** The latest of the times, in milliseconds since the Unix epoch. */
  readonly latest: number;
}

const deleteOld = (table: string, column: string, bound: string): string => `WITH gone AS (
    DELETE FROM ${table} r USING unnest($1::uuid[], $2::timestamptz[]) AS k (account_id, before), series s
    WHERE s.account_id = k.account_id AND r.series_id = s.id AND r.${column} < k.before ${bound} RETURNING 1)
  SELECT count(*) AS count FROM gone`;

/**
 * Deletes old readings of accounts from the hypertable, chunk by chunk.
 *
 * @param limit - number of readings after which no further chunk is begun
 * @returns number of readings deleted
 */
export async function deleteOldFromChunks(db: Database, { ids, before, latest }: OldReadings, limit: number) {
  let deleted = 0;
  for (const { from, to } of await db.query<{ from: number; to: number }>(CHUNKS)) {
    if (from >= latest || deleted >= limit) break;
    const sql = deleteOld('readings', 'time', 'AND r.time >= $3 AND r.time < $4');
    const [row] = await db.query<{ count: number }>(sql, [ids, before, new Date(from), new Date(to)]);
    deleted += row?.count ?? 0;
  }
  return deleted;
}

/** Deletes what the continuous aggregates have of them. */
export async function deleteOldFromAggregates(db: Database, { ids, before }: OldReadings): Promise<number> {
  let deleted = 0;
  for (const table of await aggregateTables(db)) {
    const [row] = await db.query<{ count: number }>(deleteOld(table, 'bucket', ''), [ids, before]);
    deleted += row?.count ?? 0;
  }
  return deleted;
}
