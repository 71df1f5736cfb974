import type { SeriesId } from '@hawser/core';
import type { Database, Transaction } from '../database.ts';
import { SUMMABLE } from '../readings/summable.ts';
import { ADVISORY_LOCK } from './advisory-locks.ts';

/** How long after its end a minute is left alone, in milliseconds: most of what belongs to it has come by then. */
const SETTLING_MS = 5_000;
const MINUTE_MS = 60_000;

interface Bucket {
  readonly seriesId: SeriesId;
  /** Start, in milliseconds since the Unix epoch. */
  readonly bucket: number;
}

interface Floors {
  readonly raw: number;
  readonly minute: number;
}

/**
 * Taken before anything is computed, in a statement of its own: what is committed before the rows are locked is seen
 * by the statements that follow, what is committed later makes the minute dirty again.
 */
const TAKE_DIRTY = `WITH picked AS (
    SELECT series_id, bucket FROM rollup_dirty WHERE bucket < $1 ORDER BY bucket, series_id LIMIT $2
    FOR UPDATE SKIP LOCKED)
  DELETE FROM rollup_dirty d USING picked p WHERE d.series_id = p.series_id AND d.bucket = p.bucket
  RETURNING d.series_id AS "seriesId", d.bucket`;

const COLUMNS = 'series_id, bucket, count, good_count, sum, min, max, first, first_time, last, last_time';

/** $3 and $4 bound the whole chunk, so that the planner looks only at the partitions that matter. */
const MINUTES_FROM_RAW = `SELECT b.series_id, b.bucket, a.count, a.good_count, a.sum, a.min, a.max,
    f.value, f.time, l.value, l.time
  FROM unnest($1::int[], $2::timestamptz[]) AS b (series_id, bucket)
  CROSS JOIN LATERAL (
    SELECT count(*) AS count, count(*) FILTER (WHERE r.quality = 0) AS good_count, sum(${SUMMABLE('r.value')}) AS sum,
      min(r.value) AS min, max(r.value) AS max
    FROM readings r WHERE r.series_id = b.series_id AND r.time >= b.bucket AND r.time < b.bucket + interval '1 minute'
      AND r.time >= $3 AND r.time < $4 AND r.value IS NOT NULL) a
  CROSS JOIN LATERAL (
    SELECT r.value, r.time FROM readings r
    WHERE r.series_id = b.series_id AND r.time >= b.bucket AND r.time < b.bucket + interval '1 minute'
      AND r.time >= $3 AND r.time < $4 AND r.value IS NOT NULL ORDER BY r.time LIMIT 1) f
  CROSS JOIN LATERAL (
    SELECT r.value, r.time FROM readings r
    WHERE r.series_id = b.series_id AND r.time >= b.bucket AND r.time < b.bucket + interval '1 minute'
      AND r.time >= $3 AND r.time < $4 AND r.value IS NOT NULL ORDER BY r.time DESC LIMIT 1) l`;

const HOURS_FROM_MINUTES = `SELECT b.series_id, b.bucket, sum(m.count)::bigint, sum(m.good_count)::bigint, sum(m.sum),
    min(m.min), max(m.max), (array_agg(m.first ORDER BY m.bucket))[1], min(m.first_time),
    (array_agg(m.last ORDER BY m.bucket DESC))[1], max(m.last_time)
  FROM unnest($1::int[], $2::timestamptz[]) AS b (series_id, bucket)
  JOIN readings_1m m
    ON m.series_id = b.series_id AND m.bucket >= b.bucket AND m.bucket < b.bucket + interval '1 hour'
  GROUP BY b.series_id, b.bucket`;

/** What is below is complete: it says everything about the bucket. */
const REPLACE = `ON CONFLICT (series_id, bucket) DO UPDATE SET count = excluded.count, good_count = excluded.good_count,
  sum = excluded.sum, min = excluded.min, max = excluded.max, first = excluded.first,
  first_time = excluded.first_time, last = excluded.last, last_time = excluded.last_time`;

/** What is below is only what came after the rest had been dropped. */
const MERGE = `ON CONFLICT (series_id, bucket) DO UPDATE SET count = t.count + excluded.count,
  good_count = t.good_count + excluded.good_count, sum = t.sum + excluded.sum,
  min = least(t.min, excluded.min), max = greatest(t.max, excluded.max),
  first = CASE WHEN excluded.first_time < t.first_time THEN excluded.first ELSE t.first END,
  first_time = least(t.first_time, excluded.first_time),
  last = CASE WHEN excluded.last_time >= t.last_time THEN excluded.last ELSE t.last END,
  last_time = greatest(t.last_time, excluded.last_time)`;

const DELETE_MERGED_RAW = `DELETE FROM readings r USING unnest($1::int[], $2::timestamptz[]) AS b (series_id, bucket)
  WHERE r.series_id = b.series_id AND r.time >= b.bucket AND r.time < b.bucket + interval '1 minute'
    AND r.time >= $3 AND r.time < $4 AND r.value IS NOT NULL`;

const DELETE_MERGED_MINUTES = `DELETE FROM readings_1m m USING unnest($1::int[], $2::timestamptz[]) AS b (series_id, bucket)
  WHERE m.series_id = b.series_id AND m.bucket >= b.bucket AND m.bucket < b.bucket + interval '1 hour'`;

/**
 * Brings the roll-ups of dirty minutes, and of the hours they lie in, up to date in one transaction.
 *
 * A minute is computed anew from its readings, so that late readings need no special care. Where the readings have been
 * dropped by retention, late ones are merged into the minute and deleted; likewise minutes into hours.
 *
 * @param now - milliseconds since the Unix epoch; minutes that end later than 5 s before it are left dirty
 * @param limit - most minutes to do
 * @returns number of minutes done; 0 also when another session is at it
 */
export async function rollUp(db: Database, now: number, limit: number): Promise<number> {
  return db.transaction(async (tx) => {
    const locked = await tx.query<{ ok: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS ok', [
      ADVISORY_LOCK.rollUp,
    ]);
    if (locked[0]?.ok !== true) return 0;
    const settled = new Date(now - SETTLING_MS - MINUTE_MS);
    const minutes = await tx.query<Bucket>(TAKE_DIRTY, [settled, limit]);
    if (minutes.length > 0) await rollUpBuckets(tx, minutes);
    return minutes.length;
  });
}

async function rollUpBuckets(tx: Transaction, minutes: readonly Bucket[]): Promise<void> {
  const floors = await readFloors(tx);
  const [complete, late] = partition(minutes, (m) => m.bucket >= floors.raw);
  await writeMinutes(tx, complete, REPLACE);
  await writeMinutes(tx, late, MERGE);
  await deleteMerged(tx, late, DELETE_MERGED_RAW);
  const [completeHours, lateHours] = partition(hoursOf(minutes), (h) => h.bucket >= floors.minute);
  await writeHours(tx, completeHours, REPLACE);
  await writeHours(tx, lateHours, MERGE);
  if (lateHours.length > 0) await tx.query(DELETE_MERGED_MINUTES, columns(lateHours));
}

async function writeMinutes(tx: Transaction, minutes: readonly Bucket[], onConflict: string): Promise<void> {
  if (minutes.length === 0) return;
  const sql = `INSERT INTO readings_1m AS t (${COLUMNS}) ${MINUTES_FROM_RAW} ${onConflict}`;
  await tx.query(sql, [...columns(minutes), ...span(minutes)]);
}

async function writeHours(tx: Transaction, hours: readonly Bucket[], onConflict: string): Promise<void> {
  if (hours.length === 0) return;
  await tx.query(`INSERT INTO readings_1h AS t (${COLUMNS}) ${HOURS_FROM_MINUTES} ${onConflict}`, columns(hours));
}

async function deleteMerged(tx: Transaction, minutes: readonly Bucket[], sql: string): Promise<void> {
  if (minutes.length > 0) await tx.query(sql, [...columns(minutes), ...span(minutes)]);
}

async function readFloors(tx: Transaction): Promise<Floors> {
  const rows = await tx.query<{ resolution: string; floor: number }>('SELECT resolution, floor FROM retention_floors');
  const floor = (resolution: string) => rows.find((row) => row.resolution === resolution)?.floor ?? -Infinity;
  return { raw: floor('raw'), minute: floor('1m') };
}

function hoursOf(minutes: readonly Bucket[]): Bucket[] {
  const hours = new Map<string, Bucket>();
  for (const { seriesId, bucket } of minutes) {
    const hour = Math.floor(bucket / 3_600_000) * 3_600_000;
    hours.set(`${seriesId} ${hour}`, { seriesId, bucket: hour });
  }
  return [...hours.values()];
}

function columns(buckets: readonly Bucket[]): [SeriesId[], Date[]] {
  return [buckets.map((b) => b.seriesId), buckets.map((b) => new Date(b.bucket))];
}

/** From the first minute's start to the last one's end. */
function span(minutes: readonly Bucket[]): [Date, Date] {
  let from = Infinity;
  let to = -Infinity;
  for (const { bucket } of minutes) {
    from = Math.min(from, bucket);
    to = Math.max(to, bucket + MINUTE_MS);
  }
  return [new Date(from), new Date(to)];
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  const yes: Item[] = [];
  const no: Item[] = [];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}
