import type { SeriesId } from '@hawser/core';
import type { Database, Transaction } from '../database.ts';
import { listPartitions } from '../readings/day-partitions.ts';
import type { DayTables } from '../readings/day-tables.ts';
import { dayTablesOf, engineKind } from '../readings/detect-engine.ts';
import { purgeAggregates, purgeChunks } from '../readings/timescale/purge.ts';
import { ADVISORY_LOCK } from './advisory-locks.ts';

/** Series that one call looks at. */
const SERIES_PER_PASS = 200;

/** A commit that resolved the series before the agent was deleted has ended by then. */
const GRACE = `interval '1 minute'`;

const DUE = `SELECT series_id AS id FROM series_purge WHERE deleted_at < clock_timestamp() - ${GRACE}
  ORDER BY deleted_at, series_id LIMIT ${SERIES_PER_PASS}`;

/**
 * Deletes the readings of deleted agents' series, then their roll-ups, then forgets the series.
 *
 * @param limit - most readings to delete
 * @returns number of readings deleted; fewer than `limit` means that the series looked at are done
 */
export async function purgeDeletedSeries(db: Database, limit: number): Promise<number> {
  const series = (await db.query<{ id: SeriesId }>(DUE)).map((row) => row.id);
  if (series.length === 0) return 0;
  const kind = await engineKind(db);
  const tables = dayTablesOf(kind);
  let deleted = kind === 'timescaledb' ? await purgeChunks(db, series, limit) : 0;
  if (deleted >= limit) return deleted;
  for (const { name } of await db.query<{ name: string }>(listPartitions(tables))) {
    deleted += await purgePartition(db, name, series, limit - deleted);
    if (deleted >= limit) return deleted;
  }
  await db.transaction(async (tx) => {
    if (kind === 'timescaledb') await purgeAggregates(tx, series);
    await forgetSeries(tx, tables, series);
  });
  return deleted;
}

/** Row addresses are unique within a partition only, hence one partition at a time. */
async function purgePartition(
  db: Database,
  partition: string,
  series: readonly SeriesId[],
  limit: number,
): Promise<number> {
  const rows = await db.query<{ count: number }>(
    `WITH gone AS (DELETE FROM ${partition} WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM ${partition} WHERE series_id = ANY ($1::int[]) LIMIT $2)) RETURNING 1)
     SELECT count(*) AS count FROM gone`,
    [series, limit],
  );
  return rows[0]?.count ?? 0;
}

async function forgetSeries(tx: Transaction, tables: DayTables, series: readonly SeriesId[]): Promise<void> {
  // A roll-up under way would write again what is deleted here.
  await tx.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK.rollUp]);
  const { partials, minutes, hours } = tables;
  for (const table of [partials, minutes, hours, 'latest_readings', 'series_purge']) {
    await tx.query(`DELETE FROM ${table} WHERE series_id = ANY ($1::int[])`, [series]);
  }
}
