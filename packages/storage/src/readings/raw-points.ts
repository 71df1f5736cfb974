import type { SeriesId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import type { PointsBySeries, RawPoint, TimeSpan } from './points.ts';

const COUNT = `SELECT s.id, (SELECT count(*) FROM (SELECT FROM all_readings r
    WHERE r.series_id = s.id AND r.time >= $2 AND r.time < $3 LIMIT $4) AS found) AS count
  FROM unnest($1::int[]) AS s (id)`;

const READ = `SELECT series_id AS "seriesId", time, value, value_text AS text FROM all_readings
  WHERE series_id = ANY ($1::int[]) AND time >= $2 AND time < $3 ORDER BY series_id, time`;

interface Row {
  readonly seriesId: SeriesId;
  readonly time: number;
  readonly value: number | null;
  readonly text: string | null;
}

/**
 * Counts readings, but no further than `limit`: enough to know whether they fit, at a bounded price.
 */
export async function countReadings(
  db: Queryable,
  seriesIds: readonly SeriesId[],
  span: TimeSpan,
  limit: number,
): Promise<Map<SeriesId, number>> {
  if (seriesIds.length === 0) return new Map();
  const params = [seriesIds, new Date(span.from), new Date(span.to), limit];
  const rows = await db.query<{ id: SeriesId; count: number }>(COUNT, params);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Reads every reading of the series, in time order. */
export async function readRaw(
  db: Queryable,
  seriesIds: readonly SeriesId[],
  span: TimeSpan,
): Promise<PointsBySeries<RawPoint>> {
  if (seriesIds.length === 0) return new Map();
  const rows = await db.query<Row>(READ, [seriesIds, new Date(span.from), new Date(span.to)]);
  const points: PointsBySeries<RawPoint> = new Map();
  for (const { seriesId, time, value, text } of rows) addPoint(points, seriesId, [time, value ?? text ?? '']);
  return points;
}

export function addPoint(points: PointsBySeries<RawPoint>, seriesId: SeriesId, point: RawPoint): void {
  const list = points.get(seriesId);
  if (list === undefined) points.set(seriesId, [point]);
  else list.push(point);
}
