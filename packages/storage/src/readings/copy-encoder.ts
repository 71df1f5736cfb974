import { BinaryCopyWriter } from './copy-writer.ts';
import type { StoredReading } from './stored-reading.ts';

/** What {@link encodeReadings} writes, as `Transaction.copyIn` wants to be told, into a table of readings. */
export const readingsCopyTarget = (table: string): string => `${table} (time, series_id, value, quality, value_text)`;

const FIELDS = 5;
/** Field count, then time, series, value and quality with their lengths, then the length of a missing text. */
const ROW_BYTES = 2 + 12 + 8 + 12 + 6 + 4;

/**
 * Encodes readings as one binary COPY stream.
 *
 * @throws RangeError for a value that is not finite: decoding should have refused it
 */
export function encodeReadings(readings: readonly StoredReading[]): Uint8Array {
  const writer = new BinaryCopyWriter(readings.length * ROW_BYTES + 64);
  for (const reading of readings) writeReading(writer, reading);
  return writer.finish();
}

function writeReading(writer: BinaryCopyWriter, reading: StoredReading): void {
  writer.startRow(FIELDS);
  writer.timestamptz(reading.time);
  writer.int4(reading.seriesId);
  if (reading.value === null) writer.null();
  else writer.float8(finite(reading.value));
  writer.int2(reading.quality);
  if (reading.text === null) writer.null();
  else writer.text(reading.text);
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError('A reading that is not finite cannot be stored.');
  return value;
}
