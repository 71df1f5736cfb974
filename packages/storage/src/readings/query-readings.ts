import { Problem, type SeriesId } from '@hawser/core';
import type { Database, Queryable } from '../database.ts';
import type { Series } from '../series/series.ts';
import { SERIES_COLUMNS, SERIES_CONDITION, SERIES_TABLES, seriesParameters } from '../series/series-filter.ts';
import { BASE_WIDTH_MS, bucketGrid, chooseRollUp } from './bucket-width.ts';
import { downSample, downSampleWidth } from './down-sample.ts';
import type { BucketPoint, RawPoint, ReadingsQuery, Resolution, SeriesPoints } from './points.ts';
import { countReadings, readRaw } from './raw-points.ts';
import { readRollUps } from './roll-up-points.ts';

/** Bounds on what one query may cost. */
export interface QueryLimits {
  readonly series: number;
  /** Of all series together; the points asked for per series are cut down to fit. */
  readonly points: number;
  /** Readings that are looked at to thin them out. */
  readonly rawReadings: number;
}

interface Floors {
  readonly raw: number;
  readonly minute: number;
}

/** What is known before points are read. */
interface Plan {
  readonly query: ReadingsQuery;
  /** Most points per series. */
  readonly points: number;
  readonly floors: Floors;
  /** Readings of each series, counted no further than one more than `points`. */
  readonly counts: ReadonlyMap<SeriesId, number>;
}

const SERIES = `SELECT ${SERIES_COLUMNS} FROM ${SERIES_TABLES} WHERE ${SERIES_CONDITION}
  ORDER BY a.name, s.device, s.metric, s.id LIMIT $7`;

const ROLLED_UP_BEFORE = `SELECT s.id FROM unnest($1::int[]) AS s (id) WHERE EXISTS (
  SELECT FROM all_readings_1h h WHERE h.series_id = s.id AND h.bucket >= $2 AND h.bucket < $3)`;

const ROLLED_UP_COUNT = `SELECT coalesce(sum(count), 0) AS count FROM all_readings_1h
  WHERE series_id = ANY ($1::int[]) AND bucket >= $2 AND bucket < $3`;

/** The memory is for grouping the buckets of a thousand series; with the server's 4 MB that goes through the disk. */
const BEGIN_QUESTION = `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL work_mem = '32MB'`;

/**
 * Answers a query from one snapshot of the database.
 *
 * @throws Problem `limit-reached` when too many series match or too many readings would have to be thinned out
 */
export function queryReadings(db: Database, query: ReadingsQuery, limits: QueryLimits): Promise<SeriesPoints[]> {
  return db.transaction(async (tx) => {
    await tx.query(BEGIN_QUESTION);
    const series = await findSeries(tx, query, limits.series);
    if (series.length === 0) return [];
    if (query.to <= query.from) return series.map((one) => noPoints(one, query));
    const plan = await makePlan(tx, query, series, limits);
    const groups = await groupByResolution(tx, plan, series);
    const answers = new Map<SeriesId, SeriesPoints>();
    for (const [resolution, members] of groups) {
      for (const answer of await readGroup(tx, plan, resolution, members, limits)) {
        answers.set(answer.series.id, answer);
      }
    }
    return series.map((one) => answers.get(one.id) ?? noPoints(one, query));
  });
}

async function findSeries(db: Queryable, query: ReadingsQuery, limit: number): Promise<Series[]> {
  const series = await db.query<Series>(SERIES, [...seriesParameters(query.scope, query), limit + 1]);
  if (series.length > limit) {
    throw new Problem('limit-reached', `More than ${limit} series match.`, {
      hint: 'Restrict the query to an agent, a device or a metric.',
    });
  }
  return series;
}

async function makePlan(
  db: Queryable,
  query: ReadingsQuery,
  series: readonly Series[],
  limits: QueryLimits,
): Promise<Plan> {
  const points = Math.max(1, Math.min(query.points, Math.floor(limits.points / series.length)));
  const counted = query.resolution === 'auto' || query.resolution === 'raw' ? series.map((one) => one.id) : [];
  const counts = await countReadings(db, counted, query, points + 1);
  return { query, points, counts, floors: await readFloors(db) };
}

async function readFloors(db: Queryable): Promise<Floors> {
  const rows = await db.query<{ resolution: string; floor: number }>('SELECT resolution, floor FROM retention_floors');
  const floor = (resolution: string) => rows.find((row) => row.resolution === resolution)?.floor ?? -Infinity;
  return { raw: floor('raw'), minute: floor('1m') };
}

async function groupByResolution(
  db: Queryable,
  plan: Plan,
  series: readonly Series[],
): Promise<Map<Resolution, Series[]>> {
  const { resolution } = plan.query;
  if (resolution !== 'auto') return new Map([[resolution, [...series]]]);
  const beyondRaw = await seriesBeyondRaw(db, plan, series);
  const groups = new Map<Resolution, Series[]>();
  for (const one of series) {
    const chosen = isRawBest(plan, one, beyondRaw) ? 'raw' : coarse(plan);
    groups.set(chosen, [...(groups.get(chosen) ?? []), one]);
  }
  return groups;
}

/** Strings exist nowhere but in the readings. */
function isRawBest({ counts, points }: Plan, series: Series, beyondRaw: ReadonlySet<SeriesId>): boolean {
  if (series.kind === 'string') return true;
  return (counts.get(series.id) ?? 0) <= points && !beyondRaw.has(series.id);
}

function coarse({ query, points, floors }: Plan): Resolution {
  return query.from < floors.minute ? '1h' : chooseRollUp(query, points);
}

/** Series of which a part of the span is left only in roll-ups. */
async function seriesBeyondRaw(db: Queryable, plan: Plan, series: readonly Series[]): Promise<Set<SeriesId>> {
  const { query, floors } = plan;
  if (query.from >= floors.raw) return new Set();
  const from = Math.floor(query.from / BASE_WIDTH_MS['1h']) * BASE_WIDTH_MS['1h'];
  const params = [series.map((one) => one.id), new Date(from), new Date(Math.min(query.to, floors.raw))];
  const rows = await db.query<{ id: SeriesId }>(ROLLED_UP_BEFORE, params);
  return new Set(rows.map((row) => row.id));
}

async function readGroup(
  db: Queryable,
  plan: Plan,
  resolution: Resolution,
  series: readonly Series[],
  limits: QueryLimits,
): Promise<SeriesPoints[]> {
  if (resolution === 'raw') return readRawGroup(db, plan, series, limits);
  const grid = bucketGrid(plan.query, plan.points, BASE_WIDTH_MS[resolution]);
  const ids = series.map((one) => one.id);
  const points = await readRollUps(db, resolution, ids, plan.query, grid);
  return series.map((one) => answer(one, resolution, grid.widthMs, points.get(one.id)));
}

async function readRawGroup(
  db: Queryable,
  plan: Plan,
  series: readonly Series[],
  limits: QueryLimits,
): Promise<SeriesPoints[]> {
  const { query, points, counts } = plan;
  const fits = (id: SeriesId) => (counts.get(id) ?? 0) <= points;
  const dense = series.filter(({ id }) => !fits(id));
  await refuseTooMuch(
    db,
    plan,
    dense.map(({ id }) => id),
    limits.rawReadings,
  );
  const whole = await readRaw(db, series.map(({ id }) => id).filter(fits), query);
  const thinned = await downSample(db, dense, query, points);
  const width = downSampleWidth(query, points);
  return series.map((one) => answer(one, 'raw', fits(one.id) ? 0 : width, whole.get(one.id) ?? thinned.get(one.id)));
}

/** The roll-ups tell well enough how many readings there are, without looking at them. */
async function refuseTooMuch(db: Queryable, { query }: Plan, ids: readonly SeriesId[], limit: number): Promise<void> {
  if (ids.length === 0) return;
  const rows = await db.query<{ count: number }>(ROLLED_UP_COUNT, [ids, new Date(query.from), new Date(query.to)]);
  if ((rows[0]?.count ?? 0) <= limit) return;
  throw new Problem('limit-reached', `More than ${limit} readings would have to be thinned out.`, {
    hint: 'Ask for a shorter time or a coarser resolution.',
  });
}

function answer(
  series: Series,
  resolution: Resolution,
  bucketMs: number,
  points: RawPoint[] | BucketPoint[] | undefined,
): SeriesPoints {
  return { series, resolution, bucketMs, points: points ?? [] };
}

function noPoints(series: Series, { resolution }: ReadingsQuery): SeriesPoints {
  return { series, resolution: resolution === 'auto' ? 'raw' : resolution, bucketMs: 0, points: [] };
}
