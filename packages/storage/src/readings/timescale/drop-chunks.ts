import type { Database, Queryable } from '../../database.ts';
import { refreshAggregates } from './refresh.ts';

/** Times, in milliseconds since the Unix epoch, before which each resolution is dropped; null drops nothing. */
export interface DropBefore {
  readonly raw: number | null;
  readonly minute: number | null;
  readonly hour: number | null;
}

const RAISE_FLOOR = 'UPDATE retention_floors SET floor = greatest(floor, $2) WHERE resolution = $1';

/**
 * Drops whole chunks of the hypertable and of its aggregates. TimescaleDB's own retention jobs do the same; whoever
 * comes first. The floors rise to what either of them may have dropped.
 *
 * @returns number of chunks of readings that were dropped
 */
export async function dropChunks(db: Database, before: DropBefore): Promise<number> {
  if (before.minute !== null) await raiseFloorAndDrop(db, '1m', 'readings_1m', before.minute);
  if (before.hour !== null) await drop(db, 'readings_1h', before.hour);
  if (before.raw === null) return 0;
  await refreshWhatGoes(db, before.raw);
  return raiseFloorAndDrop(db, 'raw', 'readings', before.raw);
}

/** Where the background jobs did not run, the aggregates may not have what is about to be dropped. */
async function refreshWhatGoes(db: Database, before: number): Promise<void> {
  const going = await db.query(`SELECT FROM show_chunks('readings', older_than => $1::timestamptz)`, [
    new Date(before),
  ]);
  if (going.length === 0) return;
  const [clock] = await db.query<{ now: number }>('SELECT clock_timestamp() AS now');
  if (clock !== undefined) await refreshAggregates(db, clock.now);
}

function raiseFloorAndDrop(db: Database, resolution: 'raw' | '1m', table: string, before: number): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.query(`SET LOCAL lock_timeout = '2s'`);
    await tx.query(RAISE_FLOOR, [resolution, new Date(before)]);
    return drop(tx, table, before);
  });
}

async function drop(db: Queryable, table: string, before: number): Promise<number> {
  const rows = await db.query(`SELECT drop_chunks('${table}', older_than => $1::timestamptz)`, [new Date(before)]);
  return rows.length;
}
