import type { SeriesId } from '@hawser/core';
import { MINUTE_MS } from '../ledger/minute.ts';
import type { StoredReading } from '../readings/stored-reading.ts';

/** Minutes of series whose roll-up has to be computed, as columns of equal length. */
export interface DirtyMinutes {
  readonly seriesIds: SeriesId[];
  readonly buckets: Date[];
}

/**
 * Finds the minutes in which a batch changes a roll-up. Strings change none: they are not aggregated.
 *
 * Neighbouring readings of a series mostly fall into the same minute, so the last minute of each series is looked at
 * before the set of all.
 */
export function dirtyMinutes(readings: readonly StoredReading[]): DirtyMinutes {
  const last = new Map<SeriesId, number>();
  const all = new Map<SeriesId, Set<number>>();
  for (const { seriesId, time, value } of readings) {
    if (value === null) continue;
    const minute = Math.floor(time / MINUTE_MS);
    if (last.get(seriesId) === minute) continue;
    last.set(seriesId, minute);
    const minutes = all.get(seriesId);
    if (minutes === undefined) all.set(seriesId, new Set([minute]));
    else minutes.add(minute);
  }
  return toColumns(all);
}

/** In one order for every writer, so that two of them cannot wait for each other. */
function toColumns(minutes: ReadonlyMap<SeriesId, ReadonlySet<number>>): DirtyMinutes {
  const columns: DirtyMinutes = { seriesIds: [], buckets: [] };
  for (const seriesId of [...minutes.keys()].sort((a, b) => a - b)) {
    for (const minute of [...(minutes.get(seriesId) ?? [])].sort((a, b) => a - b)) {
      columns.seriesIds.push(seriesId);
      columns.buckets.push(new Date(minute * MINUTE_MS));
    }
  }
  return columns;
}
