import type { Database, Transaction } from '../database.ts';
import { engineKind } from '../readings/detect-engine.ts';
import { databaseTime } from '../readings/timescale/hypertable-writer.ts';
import { setLifecycleJobs } from '../readings/timescale/lifecycle-jobs.ts';
import { refreshAggregates, setRefreshPolicies } from '../readings/timescale/refresh.ts';
import { ADVISORY_LOCK } from './advisory-locks.ts';
import { type Retention, storeRetentionPolicies } from './retention-policies.ts';

/** How long readings are kept, and when they are compressed, in milliseconds. Plain PostgreSQL does not compress. */
export interface ReadingsPolicies {
  /** `rawMs` at least two days: a refresh of the roll-ups looks back one day less. */
  readonly retention: Retention;
  readonly compressRawAfterMs: number;
  /** More than three days, the time a refresh of the roll-ups looks back. */
  readonly compressMinutesAfterMs: number;
}

/**
 * Makes the database keep to the policies: stores the retention that the scheduler acts on and, with TimescaleDB, sets
 * its background jobs. What holds already is left alone.
 *
 * @param record - told what was changed, when something was, in the same transaction
 * @returns what was changed, in words
 * @throws SqlError when a policy was refused; nothing was changed
 */
export async function applyPolicies(
  db: Database,
  policies: ReadingsPolicies,
  record: (tx: Transaction, changes: readonly string[]) => Promise<void> = async () => undefined,
): Promise<string[]> {
  const changes = await db.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK.schema]);
    const stored = await storeRetentionPolicies(tx, policies.retention);
    const retentions = stored.map((resolution) => `retention of ${resolution} readings`);
    const changed = [...retentions, ...(await setJobs(tx, policies))];
    if (changed.length > 0) await record(tx, changed);
    return changed;
  });
  if ((await engineKind(db)) === 'timescaledb') await refreshAggregates(db, await databaseTime(db));
  return changes;
}

async function setJobs(tx: Transaction, policies: ReadingsPolicies): Promise<string[]> {
  if ((await engineKind(tx)) === 'partitions') return [];
  const { retention, compressRawAfterMs, compressMinutesAfterMs } = policies;
  const refreshed = await setRefreshPolicies(tx, retention.rawMs);
  const jobs = await setLifecycleJobs(tx, [
    { relation: 'readings', compressAfterMs: compressRawAfterMs, keepMs: retention.rawMs },
    { relation: 'readings_1m', compressAfterMs: compressMinutesAfterMs, keepMs: retention.minuteMs },
    { relation: 'readings_1h', compressAfterMs: null, keepMs: retention.hourMs },
  ]);
  return [...refreshed.map((name) => `refresh of ${name}`), ...jobs];
}
