import type { SeriesId } from '@hawser/core';
import type { StoredReading } from '../readings/stored-reading.ts';

/** Picks the newest reading of each series; of two at the same time, the one that came later. Ordered by series. */
export function newestReadings(readings: readonly StoredReading[]): StoredReading[] {
  const newest = new Map<SeriesId, StoredReading>();
  for (const reading of readings) {
    const before = newest.get(reading.seriesId);
    if (before === undefined || reading.time >= before.time) newest.set(reading.seriesId, reading);
  }
  return [...newest.values()].sort((a, b) => a.seriesId - b.seriesId);
}
