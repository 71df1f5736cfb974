import type { Queryable, Transaction } from '../../database.ts';
import { MINUTE_MS } from '../../ledger/minute.ts';
import { together } from '../../together.ts';
import { encodeReadings, readingsCopyTarget } from '../copy-encoder.ts';
import type { ReadingColumns } from '../reading-columns.ts';

/**
 * A reading older than this when it is written does not go to the hypertable. Continuous aggregates are refreshed up to
 * {@link SETTLED_AFTER_MS} before now, so no reading that is committed within the time between the two ever comes after
 * the refresh of its bucket.
 */
export const LATE_AFTER_MS = 10 * MINUTE_MS;
export const SETTLED_AFTER_MS = 25 * MINUTE_MS;

/**
 * Readings per series in one COPY from which writing to the columnstore pays: each series of each COPY becomes one
 * compressed row, and many small ones are slower to read than rows.
 */
const READINGS_PER_SERIES = 100;

const USE_COLUMNSTORE = 'SET LOCAL timescaledb.enable_direct_compress_copy = on';

/** @returns the database's clock, in milliseconds since the Unix epoch */
export async function databaseTime(db: Queryable): Promise<number> {
  const [row] = await db.query<{ now: number }>('SELECT clock_timestamp() AS now');
  if (row === undefined) throw new Error('A SELECT without FROM must give one row.');
  return row.now;
}

/**
 * Writes readings that are not late; the continuous aggregates take them from there.
 *
 * @param readings - one series after the other
 */
export async function writeToHypertable(
  tx: Transaction,
  { directColumnstore }: { readonly directColumnstore: boolean },
  readings: ReadingColumns,
): Promise<void> {
  if (readings.length === 0) return;
  const statements: Promise<unknown>[] = [];
  if (directColumnstore && isDense(readings)) statements.push(tx.query(USE_COLUMNSTORE));
  statements.push(tx.copyIn(readingsCopyTarget('readings'), encodeReadings(readings)));
  await together(statements);
}

function isDense({ length, seriesIds }: ReadingColumns): boolean {
  let series = 0;
  // One series comes after the other.
  for (let row = 0; row < length; row++) if (row === 0 || seriesIds[row] !== seriesIds[row - 1]) series++;
  return series <= length / READINGS_PER_SERIES;
}
