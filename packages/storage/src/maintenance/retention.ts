import type { Database, Transaction } from '../database.ts';
import { DAY_MS, listPartitions, partitionDay, partitionName } from '../readings/day-partitions.ts';
import type { DayTables } from '../readings/day-tables.ts';
import { dayTablesOf, engineKind } from '../readings/detect-engine.ts';
import { dropChunks } from '../readings/timescale/drop-chunks.ts';
import { ADVISORY_LOCK } from './advisory-locks.ts';
import { type Retention, withStoredPolicies } from './retention-policies.ts';

export interface RetentionLimits {
  readonly partitions: number;
  /** Of each roll-up table. */
  readonly rollUpRows: number;
}

export interface Dropped {
  readonly partitions: number;
  readonly minutes: number;
  readonly hours: number;
}

const RAISE_FLOOR = 'UPDATE retention_floors SET floor = greatest(floor, $2) WHERE resolution = $1';

const deleteBefore = (table: string): string => `WITH gone AS (
    DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM ${table} WHERE bucket < $1 ORDER BY bucket LIMIT $2)) RETURNING 1)
  SELECT count(*) AS count FROM gone`;

/**
 * Drops what is older than its retention: readings by whole days, roll-ups by rows. Each step is a transaction of its
 * own; what the limits leave over is for the next call.
 *
 * @param now - milliseconds since the Unix epoch
 * @param retention - holds for what `retention_policies` says nothing about
 * @throws SqlError when a lock could not be had within two seconds; nothing of that step was done
 */
export async function dropExpired(
  db: Database,
  now: number,
  retention: Retention,
  limits: RetentionLimits,
): Promise<Dropped> {
  const { rawMs, minuteMs, hourMs } = await withStoredPolicies(db, retention);
  const kind = await engineKind(db);
  const tables = dayTablesOf(kind);
  const before = (keepMs: number | null) => (keepMs === null ? null : now - keepMs);
  const chunks =
    kind === 'timescaledb'
      ? await dropChunks(db, { raw: before(rawMs), minute: before(minuteMs), hour: before(hourMs) })
      : 0;
  const { partitions, rollUpRows } = limits;
  return {
    partitions: chunks + (rawMs === null ? 0 : await dropDays(db, tables, now - rawMs, partitions)),
    minutes: minuteMs === null ? 0 : await dropMinutes(db, tables, now - minuteMs, rollUpRows),
    hours: hourMs === null ? 0 : await deleteRows(db, tables.hours, now - hourMs, rollUpRows),
  };
}

async function dropDays(db: Database, tables: DayTables, before: number, limit: number): Promise<number> {
  for (let dropped = 0; dropped < limit; dropped++) {
    if (!(await db.transaction((tx) => dropOldestDay(tx, tables, before)))) return dropped;
  }
  return limit;
}

/** A drop that waits keeps everybody behind it waiting too: after two seconds it is left for another time. */
async function dropOldestDay(tx: Transaction, tables: DayTables, before: number): Promise<boolean> {
  await tx.query(`SET LOCAL lock_timeout = '2s'`);
  await tx.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK.partitions]);
  const rows = await tx.query<{ name: string }>(`${listPartitions(tables)} LIMIT 1`);
  const day = rows[0] === undefined ? null : partitionDay(rows[0].name);
  if (day === null || (day + 1) * DAY_MS > before) return false;
  await tx.query(`DROP TABLE ${partitionName(day)}`);
  await tx.query(RAISE_FLOOR, ['raw', new Date((day + 1) * DAY_MS)]);
  return true;
}

async function dropMinutes(db: Database, tables: DayTables, before: number, limit: number): Promise<number> {
  const deleted = await deleteRows(db, tables.minutes, before, limit);
  if (deleted > 0) await db.query(RAISE_FLOOR, ['1m', new Date(before)]);
  return deleted;
}

async function deleteRows(db: Database, table: string, before: number, limit: number): Promise<number> {
  const rows = await db.query<{ count: number }>(deleteBefore(table), [new Date(before), limit]);
  return rows[0]?.count ?? 0;
}
