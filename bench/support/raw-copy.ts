import type { SeriesId } from '@hawser/core';
import {
  createDayPartitions,
  type Database,
  dayOf,
  encodeReadings,
  migrate,
  PLAIN_TABLES,
  ReadingColumns,
  readingsCopyTarget,
  type StoredReading,
} from '@hawser/storage';
import { startPglite } from '@hawser/storage/pglite';
import { tempDir } from '@hawser/testkit';
import { cpuSecondsOf, perMillion } from './cpu.ts';
import { connectDatabase } from './databases.ts';
import { seconds } from './measure.ts';

const ROWS_PER_COPY = 20_000;
const COPIES = 30;
const SERIES = 500;

export type RowOrder = 'in_turn' | 'by_series';

/**
 * How fast PGlite takes rows by COPY into the product's own table, index and fsync included, when nothing else happens:
 * the limit that the embedded shape is measured against.
 *
 * @returns rows per second
 */
export async function rawCopyRate(): Promise<number> {
  const dataDir = `${await tempDir('raw-copy')}/database`;
  const workerUrl = new URL(import.meta.resolve('@hawser/storage/pglite/worker'));
  const pglite = await startPglite({ dataDir, workerUrl });
  const rate = await copyRate(pglite.database, 1);
  await pglite.close();
  return rate;
}

export interface ServerCopy {
  /** Rows per second. */
  readonly rate: number;
  /** Seconds of processor time of the server for a million rows. */
  readonly cpu: number;
}

/**
 * The same for a server, on two connections.
 *
 * @param url - of an empty database
 * @param pid - of the server
 * @param order - of the rows within a COPY: as they come, all series in turn, or one series after the other, which is
 *   less work for the index
 */
export async function rawServerCopy(url: string, pid: number, order: RowOrder): Promise<ServerCopy> {
  const database = connectDatabase(url);
  let rate = 0;
  const cpu = await cpuSecondsOf(new Map([['postgres', pid]]), async () => {
    rate = await copyRate(database, 2, order);
  });
  await database.close();
  return { rate, cpu: perMillion(cpu.get('postgres') ?? 0, 2 * ROWS_PER_COPY * COPIES) };
}

async function copyRate(database: Database, connections: number, order: RowOrder = 'in_turn'): Promise<number> {
  await migrate(database);
  const start = Date.now() - COPIES * ROWS_PER_COPY;
  const lanes = Array.from({ length: connections }, (_, lane) =>
    Array.from({ length: COPIES }, (_copy, copy) => encodeReadings(ordered(rows(start, copy, lane * SERIES), order))),
  );
  await createDayPartitions(database, PLAIN_TABLES).ensure(new Set([dayOf(start), dayOf(Date.now())]));
  const target = readingsCopyTarget(PLAIN_TABLES.readings);
  const copyLane = async (batches: readonly Uint8Array[]) => {
    for (const batch of batches) await database.transaction((tx) => tx.copyIn(target, batch));
  };
  const taken = await seconds(() => Promise.all(lanes.map(copyLane)));
  return (connections * ROWS_PER_COPY * COPIES) / taken;
}

function ordered(readings: ReadingColumns, order: RowOrder): ReadingColumns {
  return order === 'in_turn' ? readings : readings.bySeries();
}

function rows(start: number, copy: number, firstSeries: number): ReadingColumns {
  const readings = Array.from(
    { length: ROWS_PER_COPY },
    (_, row): StoredReading => ({
      time: start + copy * ROWS_PER_COPY + row,
      seriesId: (firstSeries + (row % SERIES) + 1) as SeriesId,
      value: Math.sin(row),
      quality: 0,
      text: null,
    }),
  );
  return ReadingColumns.of(readings);
}
