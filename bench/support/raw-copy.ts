import type { SeriesId } from '@hawser/core';
import {
  createDayPartitions,
  dayOf,
  encodeReadings,
  migrate,
  PLAIN_TABLES,
  readingsCopyTarget,
  type StoredReading,
} from '@hawser/storage';
import { startPglite } from '@hawser/storage/pglite';
import { tempDir } from '@hawser/testkit';
import { seconds } from './measure.ts';

const ROWS_PER_COPY = 20_000;
const COPIES = 30;
const SERIES = 500;

/**
 * How fast PGlite takes rows by COPY into the product's own table, index and fsync included, when nothing else happens:
 * the limit that the product is measured against.
 *
 * @returns rows per second
 */
export async function rawCopyRate(): Promise<number> {
  const dataDir = `${await tempDir('raw-copy')}/database`;
  const workerUrl = new URL(import.meta.resolve('@hawser/storage/pglite/worker'));
  const pglite = await startPglite({ dataDir, workerUrl });
  await migrate(pglite.database);
  const start = Date.now() - COPIES * ROWS_PER_COPY;
  const batches = Array.from({ length: COPIES }, (_, copy) => encodeReadings(rows(start, copy)));
  await createDayPartitions(pglite.database, PLAIN_TABLES).ensure(new Set([dayOf(start), dayOf(Date.now())]));
  const taken = await seconds(async () => {
    for (const batch of batches) {
      await pglite.database.transaction((tx) => tx.copyIn(readingsCopyTarget(PLAIN_TABLES.readings), batch));
    }
  });
  await pglite.close();
  return (ROWS_PER_COPY * COPIES) / taken;
}

function rows(start: number, copy: number): StoredReading[] {
  return Array.from({ length: ROWS_PER_COPY }, (_, row) => ({
    time: start + copy * ROWS_PER_COPY + row,
    seriesId: ((row % SERIES) + 1) as SeriesId,
    value: Math.sin(row),
    quality: 0,
    text: null,
  }));
}
