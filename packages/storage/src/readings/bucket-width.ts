import type { TimeSpan } from './points.ts';

export const BASE_WIDTH_MS = { '1m': 60_000, '1h': 3_600_000 } as const;
export type RollUpResolution = keyof typeof BASE_WIDTH_MS;

/** Buckets of one width that begin at `origin` plus multiples of it. Both in milliseconds. */
export interface BucketGrid {
  readonly origin: number;
  readonly widthMs: number;
}

/**
 * Finds the narrowest buckets, multiples of the base, of which no more than `points` touch the span. They begin at
 * multiples of their width since the Unix epoch, so that the same data gives the same buckets while a chart moves;
 * only a single bucket begins where the span does.
 *
 * @param points - at least 1
 */
export function bucketGrid(span: TimeSpan, points: number, baseMs: number): BucketGrid {
  const start = Math.floor(span.from / baseMs) * baseMs;
  let multiple = Math.max(1, Math.ceil((span.to - start) / (points * baseMs)));
  if (points === 1) return { origin: start, widthMs: multiple * baseMs };
  while (bucketsTouched(span, multiple * baseMs) > points) multiple++;
  return { origin: 0, widthMs: multiple * baseMs };
}

/**
 * Chooses between the roll-ups: hours as soon as they give at least half of the points wanted, else minutes, which are
 * finer but more to read.
 */
export function chooseRollUp({ from, to }: TimeSpan, points: number): RollUpResolution {
  const hours = (to - from) / BASE_WIDTH_MS['1h'];
  return hours * 2 >= points ? '1h' : '1m';
}

function bucketsTouched({ from, to }: TimeSpan, width: number): number {
  return to <= from ? 0 : Math.floor((to - 1) / width) - Math.floor(from / width) + 1;
}
