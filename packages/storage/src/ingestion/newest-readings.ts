import type { ReadingColumns } from '../readings/reading-columns.ts';
import type { StoredReading } from '../readings/stored-reading.ts';

/**
 * Picks the newest reading of each series; of two at the same time, the one that came later. Ordered by series.
 *
 * @param readings - one series after the other
 */
export function newestReadings(readings: ReadingColumns): StoredReading[] {
  const { length, seriesIds, times } = readings;
  const newest: StoredReading[] = [];
  let best = 0;
  for (let row = 0; row < length; row++) {
    if (seriesIds[row] !== seriesIds[best] || (times[row] ?? 0) >= (times[best] ?? 0)) best = row;
    if (seriesIds[row + 1] !== seriesIds[row]) newest.push(readings.at(best));
  }
  return newest;
}
