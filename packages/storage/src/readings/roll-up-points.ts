import type { SeriesId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { BASE_WIDTH_MS, type BucketGrid, type RollUpResolution } from './bucket-width.ts';
import type { BucketPoint, PointsBySeries, TimeSpan } from './points.ts';

const VIEWS: Readonly<Record<RollUpResolution, string>> = { '1m': 'all_readings_1m', '1h': 'all_readings_1h' };

/** $1 series, $2 and $3 the span in whole buckets, $4 width of the answer's buckets in seconds, $5 where they begin. */
const IN_SPAN = 'series_id = ANY ($1::int[]) AND bucket >= $2 AND bucket < $3';

/** Rounding may carry an average past the values it is made from. */
const sqlFor = (resolution: RollUpResolution): string => `SELECT series_id AS "seriesId",
    date_bin(make_interval(secs => $4::float8), bucket, $5) AS time, min(min) AS min, max(max) AS max,
    greatest(min(min), least(max(max), sum(sum) / sum(count)::float8)) AS average, sum(count) AS count
  FROM ${VIEWS[resolution]} WHERE ${IN_SPAN} GROUP BY 1, 2 ORDER BY 1, 2`;

interface Row {
  readonly seriesId: SeriesId;
  readonly time: number;
  readonly min: number;
  readonly max: number;
  readonly average: number;
  readonly count: number;
}

/**
 * Reads roll-ups, merged to the grid's buckets. What commits have added and no roll-up contains yet is added in the
 * same statement, and so from the same snapshot: the answer is exact at any moment.
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
  const params = [seriesIds, from, to, grid.widthMs / 1_000, new Date(grid.origin)];
  return bySeries(await db.query<Row>(sqlFor(resolution), params));
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
