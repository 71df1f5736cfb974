import type { SeriesId } from '@hawser/core';
import type { BucketPoint, RawPoint, TimeSpan } from '../points.ts';
import type { StoredReading } from '../stored-reading.ts';

/** What the readings engine has to agree with: everything in one array, every answer computed from it. */
export class NaiveModel {
  readonly #readings: StoredReading[] = [];

  add(readings: readonly StoredReading[]): void {
    this.#readings.push(...readings);
  }

  /** Forgets one series. */
  remove(seriesId: SeriesId): void {
    this.#readings.splice(0, Infinity, ...this.#readings.filter((r) => r.seriesId !== seriesId));
  }

  raw(seriesId: SeriesId, span: TimeSpan): RawPoint[] {
    return this.#within(seriesId, span)
      .map((r): RawPoint => [r.time, r.value ?? r.text ?? ''])
      .sort((a, b) => a[0] - b[0]);
  }

  buckets(seriesId: SeriesId, span: TimeSpan, widthMs: number, origin = 0): BucketPoint[] {
    const values = new Map<number, number[]>();
    for (const { time, value } of this.#within(seriesId, span)) {
      if (value === null) continue;
      const start = Math.floor((time - origin) / widthMs) * widthMs + origin;
      values.set(start, [...(values.get(start) ?? []), value]);
    }
    return [...values].sort((a, b) => a[0] - b[0]).map(([start, list]) => toPoint(start, list));
  }

  #within(seriesId: SeriesId, { from, to }: TimeSpan): StoredReading[] {
    return this.#readings.filter((r) => r.seriesId === seriesId && r.time >= from && r.time < to);
  }
}

function toPoint(start: number, values: readonly number[]): BucketPoint {
  const sum = values.reduce((total, value) => total + value, 0);
  return [start, Math.min(...values), Math.max(...values), sum / values.length, values.length];
}
