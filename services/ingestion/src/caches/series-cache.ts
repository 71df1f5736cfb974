import type { ResolvedSeries } from '@hawser/storage';
import { LRUCache } from 'lru-cache';

/** About 300 bytes each. */
const MAX_SERIES = 100_000;

/** The series seen last, by `seriesKey`. Ids never change; a unit or kind that is out of date is noted anew. */
export type SeriesCache = LRUCache<string, ResolvedSeries>;

export function createSeriesCache(): SeriesCache {
  return new LRUCache({ max: MAX_SERIES });
}
