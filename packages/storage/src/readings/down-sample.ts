import type { SeriesId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import type { Series } from '../series/series.ts';
import type { PointsBySeries, RawPoint, TimeSpan } from './points.ts';
import { addPoint } from './raw-points.ts';

/** $1 series, $2 and $3 the span, $4 width of a bucket in seconds. */
const BUCKET = 'date_bin(make_interval(secs => $4::float8), r.time, $2)';
const IN_SPAN = 'r.series_id = ANY ($1::int[]) AND r.time >= $2 AND r.time < $3';

/**
 * Two scans, the second one bucket by bucket through the index. A join of the two would be at the mercy of estimates:
 * a partition that grows by a million rows an hour has no statistics worth the name.
 */
const EXTREMES = `WITH buckets AS MATERIALIZED (
    SELECT r.series_id, ${BUCKET} AS bucket, min(r.value) AS low, max(r.value) AS high
    FROM all_readings r WHERE ${IN_SPAN} AND r.value IS NOT NULL GROUP BY 1, 2)
  SELECT b.series_id AS "seriesId", b.low, b.high, t."lowTime", t."highTime"
  FROM buckets b CROSS JOIN LATERAL (
    SELECT min(r.time) FILTER (WHERE r.value = b.low) AS "lowTime",
      min(r.time) FILTER (WHERE r.value = b.high) AS "highTime"
    FROM all_readings r WHERE r.series_id = b.series_id AND r.time >= b.bucket
      AND r.time < b.bucket + make_interval(secs => $4::float8) AND r.time >= $2 AND r.time < $3) t`;

const TEXT_AT = (column: string) => `(SELECT r.value_text FROM all_readings r
  WHERE r.series_id = b.series_id AND r.time = b.${column} AND r.time >= $2 AND r.time < $3 LIMIT 1)`;

const TEXTS = `WITH b AS (
    SELECT r.series_id, ${BUCKET} AS bucket, min(r.time) AS first_time, max(r.time) AS last_time
    FROM all_readings r WHERE ${IN_SPAN} GROUP BY 1, 2 HAVING count(r.value) = 0)
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
  series: readonly Pick<Series, 'id' | 'kind'>[],
  span: TimeSpan,
  points: number,
): Promise<PointsBySeries<RawPoint>> {
  const bounds = [new Date(span.from), new Date(span.to), downSampleWidth(span, points) / 1_000];
  const withNumbers = series.filter(({ kind }) => kind !== 'string').map(({ id }) => id);
  const withTexts = series.filter(({ kind }) => kind === 'string' || kind === 'mixed').map(({ id }) => id);
  const result: PointsBySeries<RawPoint> = new Map();
  if (withNumbers.length > 0) addExtremes(result, await db.query(EXTREMES, [withNumbers, ...bounds]));
  if (withTexts.length > 0) addTexts(result, await db.query(TEXTS, [withTexts, ...bounds]));
  for (const [seriesId, list] of result) result.set(seriesId, list.sort((a, b) => a[0] - b[0]).slice(-points));
  return result;
}

function addExtremes(points: PointsBySeries<RawPoint>, rows: readonly ExtremesRow[]): void {
  for (const row of rows) addPair(points, row.seriesId, [row.lowTime, row.low], [row.highTime, row.high]);
}

function addTexts(points: PointsBySeries<RawPoint>, rows: readonly TextRow[]): void {
  for (const row of rows) addPair(points, row.seriesId, [row.firstTime, row.first], [row.lastTime, row.last]);
}

function addPair(points: PointsBySeries<RawPoint>, seriesId: SeriesId, a: RawPoint, b: RawPoint): void {
  addPoint(points, seriesId, a);
  if (a[0] !== b[0] || a[1] !== b[1]) addPoint(points, seriesId, b);
}
