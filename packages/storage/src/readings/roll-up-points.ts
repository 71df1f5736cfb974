import type { SeriesId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { BASE_WIDTH_MS, type BucketGrid, type RollUpResolution } from './bucket-width.ts';
import type { BucketPoint, PointsBySeries, TimeSpan } from './points.ts';
import { SUMMABLE } from './summable.ts';

/** $1 series, $2 and $3 the span in whole buckets, $4 width of the answer's buckets in seconds, $5 where they begin. */
const DIRTY = `dirty AS (
    SELECT series_id, bucket FROM rollup_dirty WHERE series_id = ANY ($1::int[]) AND bucket >= $2 AND bucket < $3)`;

/**
 * Before the floor, readings that came late are only a part of the minute, and are added to it. `NOT IN` is a hash
 * look-up whatever the planner believes about the number of dirty minutes; `NOT EXISTS` may become a nested loop.
 */
const CLEAN_MINUTE = `(m.bucket < (SELECT floor FROM retention_floors WHERE resolution = 'raw')
    OR (m.series_id, m.bucket) NOT IN (SELECT series_id, bucket FROM dirty))`;

const DIRTY_MINUTES_FROM_RAW = `SELECT d.series_id, d.bucket, a.count, a.sum, a.min, a.max
  FROM dirty d CROSS JOIN LATERAL (
    SELECT count(*) AS count, sum(${SUMMABLE('r.value')}) AS sum, min(r.value) AS min, max(r.value) AS max
    FROM readings r WHERE r.series_id = d.series_id AND r.time >= d.bucket AND r.time < d.bucket + interval '1 minute'
      AND r.time >= $2 AND r.time < $3 AND r.value IS NOT NULL) a
  WHERE a.count > 0`;

const MINUTES = `parts AS (
    SELECT m.series_id, m.bucket, m.count, m.sum, m.min, m.max FROM readings_1m m
    WHERE m.series_id = ANY ($1::int[]) AND m.bucket >= $2 AND m.bucket < $3 AND ${CLEAN_MINUTE}
    UNION ALL ${DIRTY_MINUTES_FROM_RAW})`;

const HOURS = `dirty_hours AS (
    SELECT DISTINCT series_id, date_bin('1 hour', bucket, to_timestamp(0)) AS bucket FROM dirty),
  parts AS (
    SELECT h.series_id, h.bucket, h.count, h.sum, h.min, h.max FROM readings_1h h
    WHERE h.series_id = ANY ($1::int[]) AND h.bucket >= $2 AND h.bucket < $3
      AND (h.bucket < (SELECT floor FROM retention_floors WHERE resolution = '1m')
        OR (h.series_id, h.bucket) NOT IN (SELECT series_id, bucket FROM dirty_hours))
    UNION ALL
    SELECT m.series_id, m.bucket, m.count, m.sum, m.min, m.max FROM dirty_hours d JOIN readings_1m m
      ON m.series_id = d.series_id AND m.bucket >= d.bucket AND m.bucket < d.bucket + interval '1 hour'
    WHERE ${CLEAN_MINUTE}
    UNION ALL ${DIRTY_MINUTES_FROM_RAW})`;

/** Rounding may carry an average past the values it is made from. */
const MERGED = `SELECT series_id AS "seriesId", date_bin(make_interval(secs => $4::float8), bucket, $5) AS time,
    min(min) AS min, max(max) AS max, greatest(min(min), least(max(max), sum(sum) / sum(count)::float8)) AS average,
    sum(count) AS count
  FROM parts GROUP BY 1, 2 ORDER BY 1, 2`;

const SQL = {
  '1m': `WITH ${DIRTY}, ${MINUTES} ${MERGED}`,
  '1h': `WITH ${DIRTY}, ${HOURS} ${MERGED}`,
} as const;

interface Row {
  readonly seriesId: SeriesId;
  readonly time: number;
  readonly min: number;
  readonly max: number;
  readonly average: number;
  readonly count: number;
}

/**
 * Reads roll-ups, merged to the grid's buckets. Minutes that are not rolled up yet are computed from their readings,
 * in the same statement and so from the same snapshot: the answer is exact at any moment.
 *
 * The span is widened to whole minutes or hours.
 */
export async function readRollUps(
  db: Queryable,
  resolution: RollUpResolution,
  seriesIds: readonly SeriesId[],
  span: TimeSpan,
  grid: BucketGrid,
): Promise<PointsBySeries<BucketPoint>> {
  const base = BASE_WIDTH_MS[resolution];
  const from = new Date(Math.floor(span.from / base) * base);
  const to = new Date(Math.ceil(span.to / base) * base);
  const rows = await db.query<Row>(SQL[resolution], [seriesIds, from, to, grid.widthMs / 1_000, new Date(grid.origin)]);
  return bySeries(rows);
}

function bySeries(rows: readonly Row[]): PointsBySeries<BucketPoint> {
  const points: PointsBySeries<BucketPoint> = new Map();
  for (const { seriesId, time, min, max, average, count } of rows) {
    const list = points.get(seriesId);
    const point: BucketPoint = [time, min, max, average, count];
    if (list === undefined) points.set(seriesId, [point]);
    else list.push(point);
  }
  return points;
}
