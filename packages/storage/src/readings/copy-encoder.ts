import { BinaryCopyWriter } from './copy-writer.ts';
import type { ReadingColumns } from './reading-columns.ts';

/** What {@link encodeReadings} writes, as `Transaction.copyIn` wants to be told, into a table of readings. */
export const readingsCopyTarget = (table: string): string => `${table} (time, series_id, value, quality, value_text)`;

const FIELDS = 5;
/** Field count, then time, series, value and quality with their lengths, then the length of a missing text. */
const ROW_BYTES = 2 + 12 + 8 + 12 + 6 + 4;

/**
 * Encodes readings as one binary COPY stream, in the order of the rows.
 *
 * @throws RangeError for a value that is not finite: decoding should have refused it
 */
export function encodeReadings(readings: ReadingColumns): Uint8Array {
  const writer = new BinaryCopyWriter(readings.length * ROW_BYTES + 64);
  for (let row = 0; row < readings.length; row++) writeReading(writer, readings, row);
  return writer.finish();
}

function writeReading(writer: BinaryCopyWriter, readings: ReadingColumns, row: number): void {
  const value = readings.values[row] ?? Number.NaN;
  writer.startRow(FIELDS);
  writer.timestamptz(readings.times[row] ?? 0);
  writer.int4(readings.seriesIds[row] ?? 0);
  // What is no number can only be a text, or a mistake.
  const text = Number.isFinite(value) ? null : textOf(readings, row);
  if (text === null) writer.float8(value);
  else writer.null();
  writer.int2(readings.qualities[row] ?? 0);
  if (text === null) writer.null();
  else writer.text(text);
}

function textOf(readings: ReadingColumns, row: number): string {
  const text = readings.textAt(row);
  if (text === null) throw new RangeError('A reading that is not finite cannot be stored.');
  return text;
}
