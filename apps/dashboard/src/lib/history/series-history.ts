import { type BucketPoint, mergeSamples, type Points, type RawPoint, type Sample } from './points.ts';
import { type Span, windowOf } from './span.ts';

/** Points asked for per series: about as many as a wide screen has room for. */
export const WANTED_POINTS = 1_000;
/** Most points held per series while live readings come in. */
const CAPACITY = 3 * WANTED_POINTS;
const RESOLUTION_MS: Record<string, number> = { '1m': 60_000, '1h': 3_600_000 };

/** What the query cache holds for one series over one span. */
export interface SeriesHistory {
  readonly unit: string | null;
  readonly span: Span;
  /** `raw`, or the roll-up that the server took the points from. */
  readonly resolution: string;
  readonly data: Points;
}

/** One series of the answer to a readings query. */
export interface AnsweredSeries {
  readonly unit: string | null;
  readonly resolution: string;
  readonly points: readonly unknown[];
}

const NOTHING: AnsweredSeries = { unit: null, resolution: 'raw', points: [] };

/** The history of one series from what the server answered; without an answer it is empty and fills up live. */
export function toHistory(answered: AnsweredSeries | undefined, span: Span): SeriesHistory {
  const { unit, resolution, points } = answered ?? NOTHING;
  return { unit, span, resolution, data: toPoints(points, RESOLUTION_MS[resolution]) };
}

function toPoints(points: readonly unknown[], base: number | undefined): Points {
  if (base === undefined) return { kind: 'raw', points: points.flatMap(toRawPoint) };
  const buckets = points.filter(isBucketPoint);
  return { kind: 'buckets', bucketMs: bucketWidth(buckets, base), points: buckets };
}

/** Adds live samples to a history; one over a fixed span stays as it is. */
export function withSamples(history: SeriesHistory, samples: readonly Sample[], now: number): SeriesHistory {
  if (history.span.kind === 'fixed') return history;
  const { from } = windowOf(history.span, now);
  const data = mergeSamples(history.data, samples, { from, capacity: CAPACITY });
  return data === history.data ? history : { ...history, data };
}

/** The server merges buckets to multiples of the roll-up when there are too many: the nearest two tell the width. */
function bucketWidth(points: readonly BucketPoint[], base: number): number {
  const gaps = points.slice(1).map((point, index) => point[0] - (points[index]?.[0] ?? 0));
  const nearest = gaps.reduce((least, gap) => Math.min(least, gap), Number.POSITIVE_INFINITY);
  return Number.isFinite(nearest) && nearest > 0 ? nearest : base;
}

function toRawPoint(point: unknown): RawPoint[] {
  if (!Array.isArray(point) || typeof point[0] !== 'number') return [];
  const value: unknown = point[1];
  if (typeof value === 'boolean') return [[point[0], Number(value)]];
  return typeof value === 'number' || typeof value === 'string' ? [[point[0], value]] : [];
}

function isBucketPoint(point: unknown): point is BucketPoint {
  return Array.isArray(point) && point.length === 5 && point.every((item) => typeof item === 'number');
}
