import type { SeriesId } from '@hawser/core';
import type { Database, Queryable } from '../../database.ts';

/** Chunks of the hypertable, the oldest first. */
export const CHUNKS = `SELECT range_start AS "from", range_end AS "to" FROM timescaledb_information.chunks
  WHERE hypertable_schema = current_schema() AND hypertable_name = 'readings' ORDER BY range_start`;

const DELETE = `WITH gone AS (DELETE FROM readings
    WHERE series_id = ANY ($1::int[]) AND time >= $2 AND time < $3 RETURNING 1)
  SELECT count(*) AS count FROM gone`;

const AGGREGATES = `SELECT format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name) AS "table"
  FROM timescaledb_information.continuous_aggregates
  WHERE view_schema = current_schema() AND view_name IN ('readings_1m', 'readings_1h')`;

/**
 * Deletes readings of the series from the hypertable, chunk by chunk: whole chunks, because rows in the columnstore
 * have no address by which a part of them could be named.
 *
 * @param limit - number of readings after which no further chunk is begun
 * @returns number of readings deleted; fewer than `limit` means that none are left
 */
export async function purgeChunks(db: Database, series: readonly SeriesId[], limit: number): Promise<number> {
  let deleted = 0;
  for (const { from, to } of await db.query<{ from: number; to: number }>(CHUNKS)) {
    const rows = await db.query<{ count: number }>(DELETE, [series, new Date(from), new Date(to)]);
    deleted += rows[0]?.count ?? 0;
    if (deleted >= limit) break;
  }
  return deleted;
}

/** Deletes what the continuous aggregates have of the series: refreshes do not reach back that far. */
export async function purgeAggregates(db: Queryable, series: readonly SeriesId[]): Promise<void> {
  for (const table of await aggregateTables(db)) {
    await db.query(`DELETE FROM ${table} WHERE series_id = ANY ($1::int[])`, [series]);
  }
}

/** The tables behind the continuous aggregates. */
export async function aggregateTables(db: Queryable): Promise<string[]> {
  return (await db.query<{ table: string }>(AGGREGATES)).map(({ table }) => table);
}
