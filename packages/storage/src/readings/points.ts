import type { SeriesId } from '@hawser/core';
import type { AgentScope } from '../agents/agent-scope.ts';
import type { Series, SeriesFilter } from '../series/series.ts';

export const RESOLUTIONS = ['raw', '1m', '1h'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** One reading: `[time, value]`; booleans are 0 and 1, strings stay strings. Times are ms since the Unix epoch. */
export type RawPoint = readonly [time: number, value: number | string];

/** One bucket: `[start, min, max, average, count]`. */
export type BucketPoint = readonly [time: number, min: number, max: number, average: number, count: number];

export interface SeriesPoints {
  readonly series: Series;
  /** Where the points come from. */
  readonly resolution: Resolution;
  /** Width of a bucket in milliseconds; 0 for readings that are not put into buckets. */
  readonly bucketMs: number;
  /** In time order, never more than were asked for. */
  readonly points: readonly RawPoint[] | readonly BucketPoint[];
}

/** Half-open span of time, in milliseconds since the Unix epoch. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

export interface ReadingsQuery extends TimeSpan, SeriesFilter {
  readonly scope: AgentScope;
  /** Most points per series, at least 1. */
  readonly points: number;
  readonly resolution: 'auto' | Resolution;
}

/** Points by series; a series without any has no entry. */
export type PointsBySeries<Point> = Map<SeriesId, Point[]>;
