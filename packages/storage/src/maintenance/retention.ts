import type { Database, Transaction } from '../database.ts';
import { DAY_MS, LIST_PARTITIONS, partitionDay, partitionName } from '../readings/day-partitions.ts';
import { ADVISORY_LOCK } from './advisory-locks.ts';

/**
 * How long readings are kept, in milliseconds; null keeps for ever. What is coarser must be kept at least as long, as
 * it is made from what is finer.
 */
export interface Retention {
  readonly rawMs: number | null;
  readonly minuteMs: number | null;
  readonly hourMs: number | null;
}

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

const HAS_DIRTY = 'SELECT FROM rollup_dirty WHERE bucket >= $1 AND bucket < $2 LIMIT 1';

const RAISE_RAW_FLOOR = `UPDATE retention_floors SET floor = greatest(floor, $1) WHERE resolution = 'raw'`;

/** Whole hours, never beyond what has been dropped of the readings themselves. */
const RAISE_MINUTE_FLOOR = `UPDATE retention_floors SET floor = greatest(floor, least(
    date_bin('1 hour', $1::timestamptz, to_timestamp(0)),
    (SELECT floor FROM retention_floors WHERE resolution = 'raw'),
    (SELECT date_bin('1 hour', bucket, to_timestamp(0)) + interval '1 hour'
       FROM readings_1m ORDER BY bucket OFFSET $2 LIMIT 1)))
  WHERE resolution = '1m' RETURNING floor`;

const DELETE_MINUTES = `WITH gone AS (DELETE FROM readings_1m
    WHERE bucket < (SELECT floor FROM retention_floors WHERE resolution = '1m') RETURNING 1)
  SELECT count(*) AS count FROM gone`;

const DELETE_HOURS = `WITH gone AS (DELETE FROM readings_1h WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM readings_1h WHERE bucket < $1 ORDER BY bucket LIMIT $2)) RETURNING 1)
  SELECT count(*) AS count FROM gone`;

/**
 * Drops what is older than its retention: readings by whole days, roll-ups by rows. Each step is a transaction of its
 * own; what the limits leave over is for the next call.
 *
 * @param now - milliseconds since the Unix epoch
 */
export async function dropExpired(
  db: Database,
  now: number,
  retention: Retention,
  limits: RetentionLimits,
): Promise<Dropped> {
  const { rawMs, minuteMs, hourMs } = retention;
  return {
    partitions: rawMs === null ? 0 : await dropDays(db, now - rawMs, limits.partitions),
    minutes: minuteMs === null ? 0 : await dropMinutes(db, now - minuteMs, limits.rollUpRows),
    hours: hourMs === null ? 0 : await dropHours(db, now - hourMs, limits.rollUpRows),
  };
}

async function dropDays(db: Database, before: number, limit: number): Promise<number> {
  for (let dropped = 0; dropped < limit; dropped++) {
    if (!(await db.transaction((tx) => dropOldestDay(tx, before)))) return dropped;
  }
  return limit;
}

/**
 * One day at a time and the oldest first, so that the floor never passes a day that is still there. A day with minutes
 * that are not rolled up yet stays, and so do those after it.
 */
async function dropOldestDay(tx: Transaction, before: number): Promise<boolean> {
  await lockFor(tx, [ADVISORY_LOCK.partitions, ADVISORY_LOCK.rollUp]);
  const day = await oldestDay(tx);
  if (day === null || (day + 1) * DAY_MS > before) return false;
  // Waits for commits that are writing to this day, so that what they made dirty is seen below.
  await tx.query(`LOCK TABLE ${partitionName(day)} IN ACCESS EXCLUSIVE MODE`);
  const end = new Date((day + 1) * DAY_MS);
  const dirty = await tx.query(HAS_DIRTY, [new Date(day * DAY_MS), end]);
  if (dirty.length > 0) return false;
  await tx.query(`DROP TABLE ${partitionName(day)}`);
  await tx.query(RAISE_RAW_FLOOR, [end]);
  return true;
}

async function oldestDay(tx: Transaction): Promise<number | null> {
  const rows = await tx.query<{ name: string }>(`${LIST_PARTITIONS} LIMIT 1`);
  return rows[0] === undefined ? null : partitionDay(rows[0].name);
}

async function dropMinutes(db: Database, before: number, limit: number): Promise<number> {
  return db.transaction(async (tx) => {
    await lockFor(tx, [ADVISORY_LOCK.rollUp]);
    await tx.query(RAISE_MINUTE_FLOOR, [new Date(before), limit]);
    return countOf(await tx.query<{ count: number }>(DELETE_MINUTES));
  });
}

async function dropHours(db: Database, before: number, limit: number): Promise<number> {
  return countOf(await db.query<{ count: number }>(DELETE_HOURS, [new Date(before), limit]));
}

/** A drop that waits keeps everybody behind it waiting too: after two seconds it is left for another time. */
async function lockFor(tx: Transaction, keys: readonly number[]): Promise<void> {
  await tx.query(`SET LOCAL lock_timeout = '2s'`);
  for (const key of keys) await tx.query('SELECT pg_advisory_xact_lock($1)', [key]);
}

function countOf(rows: readonly { count: number }[]): number {
  return rows[0]?.count ?? 0;
}
