import type { Database, Queryable } from '../../database.ts';
import { ADVISORY_LOCK } from '../../maintenance/advisory-locks.ts';
import { canUseTimescale, describeEngine } from '../detect-engine.ts';
import { LARGEST_SUMMAND } from '../roll-up-partials.ts';
import { setRefreshPolicies } from './refresh.ts';

const COLUMNS = 'series_id, bucket, count, good_count, sum, min, max, first, first_time, last, last_time';

/** Partials are narrower; a view of a UNION is only taken apart by the planner when the types are the same. */
const PARTIAL_COLUMNS = COLUMNS.replace('count, good_count', 'count::bigint, good_count::bigint');

/** The plain tables stay as they are, data included, and go on under other names for what comes late. */
const SET_ASIDE = `
  ALTER TABLE readings RENAME TO late_readings;
  ALTER TABLE readings_1m RENAME TO late_readings_1m;
  ALTER TABLE readings_1h RENAME TO late_readings_1h;
  ALTER TABLE rollup_partials RENAME TO late_partials;
  ALTER INDEX readings_series_time RENAME TO late_readings_series_time;
  ALTER INDEX readings_1m_bucket RENAME TO late_readings_1m_bucket;
  ALTER INDEX readings_1h_bucket RENAME TO late_readings_1h_bucket`;

const HYPERTABLE = `
  CREATE TABLE readings (LIKE late_readings);
  SELECT create_hypertable('readings', by_range('time', interval '1 day'), create_default_indexes => false);
  CREATE INDEX readings_series_time ON readings (series_id, time);
  ALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby = 'series_id',
    timescaledb.compress_orderby = 'time DESC')`;

/** The same numbers as the partials of a commit hold (`roll-up-partials.ts`). */
const MINUTES = `CREATE MATERIALIZED VIEW readings_1m
  WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
  SELECT series_id, time_bucket(interval '1 minute', time) AS bucket, count(value) AS count,
    count(value) FILTER (WHERE quality = 0) AS good_count,
    sum(least(greatest(value, -${LARGEST_SUMMAND}::float8), ${LARGEST_SUMMAND}::float8)) AS sum,
    min(value) AS min, max(value) AS max, first(value, time) AS first, min(time) AS first_time,
    last(value, time) AS last, max(time) AS last_time
  FROM readings WHERE value IS NOT NULL GROUP BY 1, 2 WITH NO DATA`;

const HOURS = `CREATE MATERIALIZED VIEW readings_1h
  WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
  SELECT series_id, time_bucket(interval '1 hour', bucket) AS bucket, sum(count)::bigint AS count,
    sum(good_count)::bigint AS good_count, sum(sum) AS sum, min(min) AS min, max(max) AS max,
    first(first, first_time) AS first, min(first_time) AS first_time, last(last, last_time) AS last,
    max(last_time) AS last_time
  FROM readings_1m GROUP BY 1, 2 WITH NO DATA`;

const VIEWS = `
  CREATE OR REPLACE VIEW all_readings AS
    SELECT time, series_id, value, quality, value_text FROM readings
    UNION ALL SELECT time, series_id, value, quality, value_text FROM late_readings;
  CREATE OR REPLACE VIEW all_readings_1m AS
    SELECT ${COLUMNS} FROM readings_1m UNION ALL SELECT ${COLUMNS} FROM late_readings_1m
    UNION ALL SELECT ${PARTIAL_COLUMNS} FROM late_partials;
  CREATE OR REPLACE VIEW all_readings_1h AS
    SELECT ${COLUMNS} FROM readings_1h UNION ALL SELECT ${COLUMNS} FROM late_readings_1h
    UNION ALL SELECT ${PARTIAL_COLUMNS} FROM late_partials`;

/**
 * Lets TimescaleDB keep the readings from now on, if the extension is installed and new enough. No row is moved: it is
 * done in moments however much there is, and the readings that were there go on being found. Writers that are at work
 * notice by themselves (`readings-writer.ts`).
 *
 * @returns false when there was nothing to do
 * @throws SqlError when it failed; nothing was changed
 */
export async function adoptTimescale(db: Database): Promise<boolean> {
  return db.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK.schema]);
    const engine = await describeEngine(tx);
    if (engine.kind === 'timescaledb' || !canUseTimescale(engine) || !(await hasReadings(tx))) return false;
    // Whoever wants to write waits here; a commit is either before or after.
    await tx.query(`LOCK TABLE ONLY readings, rollup_partials, readings_1m, readings_1h IN ACCESS EXCLUSIVE MODE`);
    for (const statement of [SET_ASIDE, HYPERTABLE, MINUTES, HOURS, VIEWS]) await tx.query(statement);
    await setRefreshPolicies(tx, null);
    return true;
  });
}

/** The schema may be that of an older program. */
async function hasReadings(tx: Queryable): Promise<boolean> {
  return (await tx.query(`SELECT WHERE to_regclass('all_readings') IS NOT NULL`)).length > 0;
}
