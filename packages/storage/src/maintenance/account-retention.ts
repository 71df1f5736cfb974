import type { AccountId } from '@hawser/core';
import type { Database } from '../database.ts';
import { DAY_MS, listPartitions, partitionDay } from '../readings/day-partitions.ts';
import { dayTablesOf, engineKind } from '../readings/detect-engine.ts';
import {
  deleteOldFromAggregates,
  deleteOldFromChunks,
  type OldReadings,
} from '../readings/timescale/account-retention.ts';

/** Accounts that keep readings for a shorter time than the installation, by the limit or the setting of that name. */
const RETENTION = `WITH RECURSIVE tree AS (
    SELECT id, least((limits ->> 'retention_days')::int, (settings ->> 'retention_days')::int) AS days
    FROM accounts WHERE parent_id IS NULL
    UNION ALL
    SELECT a.id, least(t.days, (a.limits ->> 'retention_days')::int, (a.settings ->> 'retention_days')::int)
    FROM accounts a JOIN tree t ON a.parent_id = t.id)
  SELECT id, days FROM tree WHERE days IS NOT NULL ORDER BY id`;

/** Which series lose what is before which time. */
const OLD_SERIES = `SELECT s.id, k.before FROM unnest($1::uuid[], $2::timestamptz[]) AS k (account_id, before)
  JOIN series s ON s.account_id = k.account_id`;

/** By the index on series and time: a partition that holds nothing old costs one look for each series. */
const deleteOld = (table: string, column: 'time' | 'bucket'): string => `WITH old AS (${OLD_SERIES}),
    gone AS (DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
      SELECT r.place FROM old CROSS JOIN LATERAL (
        SELECT r.ctid AS place FROM ${table} r WHERE r.series_id = old.id AND r.${column} < old.before LIMIT $3) r LIMIT $3))
      RETURNING 1)
  SELECT count(*) AS count FROM gone`;

/**
 * Deletes readings and roll-ups of accounts whose retention is shorter than the installation's. Each table and partition
 * is a statement of its own.
 *
 * @param now - milliseconds since the Unix epoch
 * @param limit - most rows to delete; with TimescaleDB a chunk that was begun is finished
 * @returns number of rows deleted; fewer than `limit` means that nothing old is left
 */
export async function dropExpiredOfAccounts(db: Database, now: number, limit: number): Promise<number> {
  const kept = await shorterRetention(db, now);
  if (kept === null) return 0;
  const kind = await engineKind(db);
  const tables = dayTablesOf(kind);
  let deleted = 0;
  const run = async (sql: string): Promise<boolean> => {
    const [row] = await db.query<{ count: number }>(sql, [kept.ids, kept.before, limit - deleted]);
    deleted += row?.count ?? 0;
    return deleted >= limit;
  };
  if (kind === 'timescaledb') {
    deleted += await deleteOldFromChunks(db, kept, limit);
    if (deleted >= limit) return deleted;
    deleted += await deleteOldFromAggregates(db, kept);
  }
  for (const { name } of await db.query<{ name: string }>(listPartitions(tables))) {
    const day = partitionDay(name);
    if (day === null || day * DAY_MS >= kept.latest) continue;
    if (await run(deleteOld(name, 'time'))) return deleted;
  }
  for (const table of [tables.minutes, tables.hours]) if (await run(deleteOld(table, 'bucket'))) return deleted;
  return deleted;
}

async function shorterRetention(db: Database, now: number): Promise<OldReadings | null> {
  const rows = await db.query<{ id: AccountId; days: number }>(RETENTION);
  if (rows.length === 0) return null;
  const before = rows.map(({ days }) => now - days * DAY_MS);
  return { ids: rows.map(({ id }) => id), before: before.map((ms) => new Date(ms)), latest: Math.max(...before) };
}
