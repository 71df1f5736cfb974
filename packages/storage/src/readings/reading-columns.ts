import type { Quality, SeriesId } from '@hawser/core';
import { rowsBySeries } from './rows-by-series.ts';
import type { StoredReading } from './stored-reading.ts';

/**
 * Readings of a batch, column by column: a batch of 20,000 readings as objects is what the garbage collector would be
 * busy with. Rows are in the order in which the readings came, or in that of {@link ReadingColumns.bySeries}.
 */
export class ReadingColumns {
  readonly length: number;
  readonly seriesIds: Int32Array;
  /** Milliseconds since the Unix epoch. */
  readonly times: Float64Array;
  /** NaN where the reading is a string. */
  readonly values: Float64Array;
  readonly qualities: Uint8Array;
  readonly #texts = new Map<number, string>();

  constructor(length: number) {
    this.length = length;
    this.seriesIds = new Int32Array(length);
    this.times = new Float64Array(length);
    this.values = new Float64Array(length);
    this.qualities = new Uint8Array(length);
  }

  static of(readings: readonly StoredReading[]): ReadingColumns {
    const columns = new ReadingColumns(readings.length);
    for (const [row, { seriesId, time, value, text, quality }] of readings.entries()) {
      columns.set(row, seriesId, time, value ?? text ?? '', quality);
    }
    return columns;
  }

  /** @param value - a number, booleans being 0 and 1, or a string */
  set(row: number, seriesId: number, time: number, value: number | string, quality: Quality): void {
    this.seriesIds[row] = seriesId;
    this.times[row] = time;
    this.qualities[row] = quality;
    if (typeof value === 'number') this.values[row] = value;
    else this.#setText(row, value);
  }

  /** @returns null when the reading is a number */
  textAt(row: number): string | null {
    return this.#texts.get(row) ?? null;
  }

  /** One row as an object. @throws RangeError for a row that is not there */
  at(row: number): StoredReading {
    const seriesId = this.seriesIds[row];
    const time = this.times[row];
    const value = this.values[row];
    if (seriesId === undefined || time === undefined || value === undefined) {
      throw new RangeError(`There is no row ${row} among ${this.length}.`);
    }
    const text = this.textAt(row);
    const quality = this.qualities[row] as Quality;
    return { seriesId: seriesId as SeriesId, time, value: text === null ? value : null, text, quality };
  }

  /**
   * The same readings, one series after the other, those of a series in the order in which they came. A table takes them
   * for a third less in this order, and has a series' readings of a batch on the same page.
   */
  bySeries(): ReadingColumns {
    return this.#pick(rowsBySeries(this.seriesIds));
  }

  /** The rows whose time is at or after `from` and before `to`, in the same order. */
  within(from: number, to: number): ReadingColumns {
    const rows = new Int32Array(this.length);
    let count = 0;
    for (let row = 0; row < this.length; row++) {
      const time = this.times[row] ?? 0;
      if (time >= from && time < to) rows[count++] = row;
    }
    return count === this.length ? this : this.#pick(rows.subarray(0, count));
  }

  #pick(rows: Int32Array): ReadingColumns {
    const picked = new ReadingColumns(rows.length);
    for (let to = 0; to < rows.length; to++) {
      const row = rows[to] ?? 0;
      picked.seriesIds[to] = this.seriesIds[row] ?? 0;
      picked.times[to] = this.times[row] ?? 0;
      picked.values[to] = this.values[row] ?? 0;
      picked.qualities[to] = this.qualities[row] ?? 0;
    }
    if (this.#texts.size > 0) for (const [to, row] of rows.entries()) this.#moveText(row, to, picked);
    return picked;
  }

  #moveText(row: number, to: number, target: ReadingColumns): void {
    const text = this.#texts.get(row);
    if (text !== undefined) target.#texts.set(to, text);
  }

  #setText(row: number, text: string): void {
    this.values[row] = Number.NaN;
    this.#texts.set(row, text);
  }
}
