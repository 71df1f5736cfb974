import type { SeriesId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import type { PointsBySeries, RawPoint, TimeSpan } from './points.ts';
import { addPoint } from './raw-points.ts';

/** $1 series, $2 and $3 the span, $4 width of a bucket in seconds. */
const BUCKET = 'date_bin(make_interval(secs => $4::float8), r.time, $2)';
const IN_SPAN = 'r.series_id = ANY ($1::int[]) AND r.time >= $2 AND r.time < $3';

/** Two scans with a small hash between them are cheaper than one sort. */
const EXTREMES = `WITH buckets AS (
    SELECT r.series_id, ${BUCKET} AS bucket, min(r.value) AS low, max(r.value) AS high
    FROM readings r WHERE ${IN_SPAN} AND r.value IS NOT NULL GROUP BY 1, 2)
  SELECT b.series_id AS "seriesId", b.low, b.high,
    min(r.time) FILTER (WHERE r.value = b.low) AS "lowTime", min(r.time) FILTER (WHERE r.value = b.high) AS "highTime"
  FROM readings r JOIN buckets b ON b.series_id = r.series_id AND b.bucket = ${BUCKET}
  WHERE ${IN_SPAN} AND (r.value = b.low OR r.value = b.high)
  GROUP BY b.series_id, b.bucket, b.low, b.high`;

const TEXT_AT = (column: string) => `(SELECT r.value_text FROM readings r
  WHERE r.series_id = b.series_id AND r.time = b.${column} AND r.time >= $2 AND r.time < $3 LIMIT 1)`;

const TEXTS = `WITH b AS (
    SELECT r.series_id, ${BUCKET} AS bucket, min(r.time) AS first_time, max(r.time) AS last_time
    FROM readings r WHERE ${IN_SPAN} GROUP BY 1, 2 HAVING count(r.value) = 0)
  SELECT b.series_id AS "seriesId", b.first_time AS "firstTime", b.last_time AS "lastTime",
    ${TEXT_AT('first_time')} AS first, ${TEXT_AT('last_time')} AS last FROM b`;

interface ExtremesRow {
  readonly seriesId: SeriesId;
  readonly low: number;
  readonly high: number;
  readonly lowTime: number;
  readonly highTime: number;
}

interface TextRow {
  readonly seriesId: SeriesId;
  readonly firstTime: number;
  readonly lastTime: number;
  readonly first: string;
  readonly last: string;
}

/**
 * Width of the buckets of which each gives up to two points.
 *
 * @returns milliseconds, at least 1
 */
export function downSampleWidth({ from, to }: TimeSpan, points: number): number {
  return Math.max(1, Math.ceil((to - from) / Math.max(1, Math.floor(points / 2))));
}

/**
 * Thins readings out: of each bucket, the lowest and the highest reading remain, with their own times; where a bucket
 * has only strings, the first and the last one. So no peak is ever lost.
 *
 * @param points - most points per series, at least 1; with 1, the later of the two extremes remains
 */
export async function downSample(
  db: Queryable,
  seriesIds: readonly SeriesId[],
  span: TimeSpan,
  points: number,
): Promise<PointsBySeries<RawPoint>> {
  if (seriesIds.length === 0) return new Map();
  const width = downSampleWidth(span, points);
  const params = [seriesIds, new Date(span.from), new Date(span.to), width / 1_000];
  const result: PointsBySeries<RawPoint> = new Map();
  for (const row of await db.query<ExtremesRow>(EXTREMES, params)) {
    addPair(result, row.seriesId, [row.lowTime, row.low], [row.highTime, row.high]);
  }
  for (const row of await db.query<TextRow>(TEXTS, params)) {
    addPair(result, row.seriesId, [row.firstTime, row.first], [row.lastTime, row.last]);
  }
  for (const [seriesId, list] of result) result.set(seriesId, list.sort((a, b) => a[0] - b[0]).slice(-points));
  return result;
}

function addPair(points: PointsBySeries<RawPoint>, seriesId: SeriesId, a: RawPoint, b: RawPoint): void {
  addPoint(points, seriesId, a);
  if (a[0] !== b[0] || a[1] !== b[1]) addPoint(points, seriesId, b);
}
