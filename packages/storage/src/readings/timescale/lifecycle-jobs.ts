import type { Queryable } from '../../database.ts';

/** What becomes of the old rows of a hypertable or a continuous aggregate. Times in milliseconds; null is never. */
export interface Lifecycle {
  readonly relation: string;
  readonly compressAfterMs: number | null;
  readonly keepMs: number | null;
}

interface Job {
  readonly word: string;
  readonly procedure: string;
  /** Where the job's configuration holds its interval. */
  readonly key: string;
  readonly add: string;
  readonly remove: string;
}

const COMPRESSION: Job = {
  word: 'compression',
  procedure: 'policy_compression',
  key: 'compress_after',
  add: 'add_compression_policy',
  remove: 'remove_compression_policy',
};

const RETENTION: Job = {
  word: 'retention',
  procedure: 'policy_retention',
  key: 'drop_after',
  add: 'add_retention_policy',
  remove: 'remove_retention_policy',
};

/** A job on a continuous aggregate goes by the name of the view or of its hypertable, depending on the version. */
const FIND_JOB = `SELECT (j.config->>$3)::interval = make_interval(secs => $4::float8 / 1000) AS same
  FROM timescaledb_information.jobs j LEFT JOIN timescaledb_information.continuous_aggregates c
    ON c.view_schema = current_schema() AND c.view_name = $1
  WHERE j.proc_name = $2 AND j.hypertable_name IN ($1, c.materialization_hypertable_name)`;

const IS_ROW_AGGREGATE = `SELECT FROM timescaledb_information.continuous_aggregates
  WHERE view_schema = current_schema() AND view_name = $1 AND NOT compression_enabled`;

/**
 * Sets the background jobs that compress and drop old rows. Relations that do not exist are passed over.
 *
 * @returns what was changed, in words
 */
export async function setLifecycleJobs(tx: Queryable, lifecycles: readonly Lifecycle[]): Promise<string[]> {
  const changes: string[] = [];
  for (const { relation, compressAfterMs, keepMs } of lifecycles) {
    if (!(await exists(tx, relation))) continue;
    if (compressAfterMs !== null) await enableColumnstore(tx, relation);
    if (await setJob(tx, COMPRESSION, relation, compressAfterMs)) changes.push(`${COMPRESSION.word} of ${relation}`);
    if (await setJob(tx, RETENTION, relation, keepMs)) changes.push(`${RETENTION.word} of ${relation}`);
  }
  return changes;
}

async function exists(tx: Queryable, relation: string): Promise<boolean> {
  return (await tx.query('SELECT WHERE to_regclass($1) IS NOT NULL', [relation])).length > 0;
}

/** The hypertable has had its columnstore from the start. */
async function enableColumnstore(tx: Queryable, relation: string): Promise<void> {
  if ((await tx.query(IS_ROW_AGGREGATE, [relation])).length === 0) return;
  await tx.query(`ALTER MATERIALIZED VIEW ${relation} SET (timescaledb.compress,
    timescaledb.compress_segmentby = 'series_id', timescaledb.compress_orderby = 'bucket DESC')`);
}

/** @returns false when the job was as wanted */
async function setJob(tx: Queryable, job: Job, relation: string, afterMs: number | null): Promise<boolean> {
  const [found] = await tx.query<{ same: boolean }>(FIND_JOB, [relation, job.procedure, job.key, afterMs]);
  if (afterMs === null ? found === undefined : found?.same === true) return false;
  await tx.query(`SELECT ${job.remove}($1::regclass, if_exists => true)`, [relation]);
  if (afterMs !== null) {
    await tx.query(`SELECT ${job.add}($1::regclass, make_interval(secs => $2::float8 / 1000))`, [relation, afterMs]);
  }
  return true;
}
