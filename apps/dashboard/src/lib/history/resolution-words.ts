import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import type { SeriesHistory } from './series-history.ts';

/** Says what the points of a chart are, for example `1m, merged to 5 min`. */
export function resolutionWords({ resolution, data }: SeriesHistory): string {
  if (data.kind === 'raw') return 'raw';
  const isMerged = data.bucketMs !== (resolution === '1h' ? HOUR_MS : MINUTE_MS);
  return isMerged ? `${resolution}, merged to ${lengthWords(data.bucketMs)}` : resolution;
}

/** What is drawn of all the histories of a chart: each resolution once. */
export function resolutionsWords(histories: readonly SeriesHistory[]): string {
  return [...new Set(histories.map(resolutionWords))].join(' and ');
}

function lengthWords(ms: number): string {
  if (ms % DAY_MS === 0) return `${ms / DAY_MS} d`;
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS} h` : `${Math.round(ms / MINUTE_MS)} min`;
}
