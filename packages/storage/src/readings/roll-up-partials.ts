import { QUALITY, type SeriesId } from '@hawser/core';
import { MINUTE_MS, startOfMinute } from '../ledger/minute.ts';
import { BinaryCopyWriter } from './copy-writer.ts';
import type { ReadingColumns } from './reading-columns.ts';

/** What a batch adds to one minute of one series. */
export interface RollUpPartial {
  readonly seriesId: SeriesId;
  /** Start of the minute, in milliseconds since the Unix epoch. */
  readonly bucket: number;
  count: number;
  goodCount: number;
  sum: number;
  min: number;
  max: number;
  first: number;
  firstTime: number;
  last: number;
  lastTime: number;
}

/** What {@link encodePartials} writes, as `Transaction.copyIn` wants to be told, into a table of partials. */
export const partialsCopyTarget = (table: string): string =>
  `${table} (series_id, bucket, count, good_count, sum, min, max, first, first_time, last, last_time)`;

const FIELDS = 11;
const ROW_BYTES = 2 + 4 * 8 + 12 * 8;

/**
 * PostgreSQL refuses a sum that overflows, and one hostile series must not stop the roll-ups of all others: values
 * beyond count as this much in sums. Minima and maxima keep them exactly, averages are kept within those.
 */
export const LARGEST_SUMMAND = 1e290;

/**
 * Sums a batch up by series and minute. Strings are left out: they are not aggregated.
 *
 * @param readings - one series after the other
 */
export function rollUpPartials(readings: ReadingColumns): RollUpPartial[] {
  const partials: RollUpPartial[] = [];
  const minutes = new SeriesMinutes(partials);
  let partial: RollUpPartial | null = null;
  for (let row = 0; row < readings.length; row++) {
    const value = readings.values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const seriesId = (readings.seriesIds[row] ?? 0) as SeriesId;
    const time = readings.times[row] ?? 0;
    // Neighbours mostly fall into the same minute.
    const isSame = partial !== null && partial.seriesId === seriesId && isWithin(partial, time);
    if (partial === null || !isSame) partial = minutes.find(seriesId, time, value);
    addReading(partial, time, value, readings.qualities[row] ?? 0);
  }
  return partials;
}

function isWithin({ bucket }: RollUpPartial, time: number): boolean {
  return time >= bucket && time < bucket + MINUTE_MS;
}

/** The minutes of the series that is being summed up. */
class SeriesMinutes {
  readonly #partials: RollUpPartial[];
  readonly #byBucket = new Map<number, RollUpPartial>();
  #seriesId: SeriesId | null = null;

  /** @param partials - what is made is added to it */
  constructor(partials: RollUpPartial[]) {
    this.#partials = partials;
  }

  find(seriesId: SeriesId, time: number, value: number): RollUpPartial {
    if (seriesId !== this.#seriesId) this.#byBucket.clear();
    this.#seriesId = seriesId;
    const bucket = startOfMinute(time);
    const known = this.#byBucket.get(bucket);
    if (known !== undefined) return known;
    const partial = emptyPartial(seriesId, bucket, time, value);
    this.#byBucket.set(bucket, partial);
    this.#partials.push(partial);
    return partial;
  }
}

/** Encodes partial roll-ups as one binary COPY stream. */
export function encodePartials(partials: readonly RollUpPartial[]): Uint8Array {
  const writer = new BinaryCopyWriter(partials.length * ROW_BYTES);
  for (const partial of partials) writePartial(writer, partial);
  return writer.finish();
}

function emptyPartial(seriesId: SeriesId, bucket: number, time: number, value: number): RollUpPartial {
  return {
    seriesId,
    bucket,
    count: 0,
    goodCount: 0,
    sum: 0,
    min: value,
    max: value,
    first: value,
    firstTime: time,
    last: value,
    lastTime: time,
  };
}

/** Of two readings at the same time, the one that came first is first and the other one last. */
function addReading(partial: RollUpPartial, time: number, value: number, quality: number): void {
  partial.count++;
  if (quality === QUALITY.good) partial.goodCount++;
  partial.sum += Math.min(Math.max(value, -LARGEST_SUMMAND), LARGEST_SUMMAND);
  if (value < partial.min) partial.min = value;
  if (value > partial.max) partial.max = value;
  if (time < partial.firstTime) {
    partial.first = value;
    partial.firstTime = time;
  }
  if (time >= partial.lastTime) {
    partial.last = value;
    partial.lastTime = time;
  }
}

function writePartial(writer: BinaryCopyWriter, partial: RollUpPartial): void {
  writer.startRow(FIELDS);
  writer.int4(partial.seriesId);
  writer.timestamptz(partial.bucket);
  writer.int4(partial.count);
  writer.int4(partial.goodCount);
  writer.float8(partial.sum);
  writer.float8(partial.min);
  writer.float8(partial.max);
  writer.float8(partial.first);
  writer.timestamptz(partial.firstTime);
  writer.float8(partial.last);
  writer.timestamptz(partial.lastTime);
}
