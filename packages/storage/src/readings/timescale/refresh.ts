import type { Database, Queryable } from '../../database.ts';
import { MINUTE_MS } from '../../ledger/minute.ts';
import { SETTLED_AFTER_MS } from './hypertable-writer.ts';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How far back a scheduled refresh looks, for when background jobs did not run for a while. */
const LOOK_BACK_MS = 3 * DAY_MS;

/** How long before now each aggregate ends; what is newer is aggregated when it is asked for. */
const ENDS_BEFORE_MS = { readings_1m: SETTLED_AFTER_MS, readings_1h: SETTLED_AFTER_MS + 2 * HOUR_MS } as const;
const EVERY_MS = { readings_1m: 5 * MINUTE_MS, readings_1h: 30 * MINUTE_MS } as const;

type Aggregate = keyof typeof ENDS_BEFORE_MS;
/** In the order in which they build on each other. */
const AGGREGATES: readonly Aggregate[] = ['readings_1m', 'readings_1h'];

const OLDEST_CHUNK = `SELECT min(range_start) AS start FROM timescaledb_information.chunks
  WHERE hypertable_schema = current_schema() AND hypertable_name = 'readings'`;

const FIND_JOB = `SELECT (config->>'start_offset')::interval = make_interval(secs => $2::float8 / 1000) AS same
  FROM timescaledb_information.jobs j JOIN timescaledb_information.continuous_aggregates c
    ON j.hypertable_name IN (c.view_name, c.materialization_hypertable_name)
  WHERE j.proc_name = 'policy_refresh_continuous_aggregate' AND c.view_name = $1 AND c.view_schema = current_schema()`;

const ADD_JOB = `SELECT add_continuous_aggregate_policy($1::regclass,
  start_offset => make_interval(secs => $2::float8 / 1000), end_offset => make_interval(secs => $3::float8 / 1000),
  schedule_interval => make_interval(secs => $4::float8 / 1000))`;

/**
 * Schedules the refreshes of the continuous aggregates. They never reach back to where readings have been dropped: a
 * refresh there would delete the aggregates of readings that are gone.
 *
 * @param keepRawMs - how long readings are kept, at least two days; null for ever
 * @returns the aggregates whose schedule has changed
 */
export async function setRefreshPolicies(db: Queryable, keepRawMs: number | null): Promise<string[]> {
  const lookBackMs = Math.min(LOOK_BACK_MS, (keepRawMs ?? Number.POSITIVE_INFINITY) - DAY_MS);
  const changed: string[] = [];
  for (const name of AGGREGATES) {
    const [job] = await db.query<{ same: boolean }>(FIND_JOB, [name, lookBackMs]);
    if (job?.same === true) continue;
    await db.query('SELECT remove_continuous_aggregate_policy($1::regclass, if_exists => true)', [name]);
    await db.query(ADD_JOB, [name, lookBackMs, ENDS_BEFORE_MS[name], EVERY_MS[name]]);
    changed.push(name);
  }
  return changed;
}

/**
 * Brings the continuous aggregates up to date as far as readings are there, also after background jobs did not run for
 * longer than a scheduled refresh looks back. What is up to date already costs nothing.
 *
 * @param now - milliseconds since the Unix epoch, by the database's clock
 */
export async function refreshAggregates(db: Database, now: number): Promise<void> {
  const [oldest] = await db.query<{ start: number | null }>(OLDEST_CHUNK);
  if (oldest === undefined || oldest.start === null) return;
  for (const name of AGGREGATES) await refresh(db, name, oldest.start, now - ENDS_BEFORE_MS[name]);
}

/** A refresh runs transactions of its own and must stand alone; it refuses a span in which no bucket lies. */
async function refresh(db: Database, name: Aggregate, from: number, to: number): Promise<void> {
  if (to - from < 2 * HOUR_MS) return;
  const at = (ms: number) => `'${new Date(ms).toISOString()}'::timestamptz`;
  await db.query(`CALL refresh_continuous_aggregate('${name}', ${at(from)}, ${at(to)})`);
}
