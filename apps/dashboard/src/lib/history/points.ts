/** One reading: time in ms and value; booleans come as 0/1, a string stands in for values that are no numbers. */
export type RawPoint = readonly [time: number, value: number | string | null];
/** What a bucket of readings amounts to: its start in ms, smallest, largest, mean and how many there were. */
export type BucketPoint = readonly [time: number, min: number, max: number, avg: number, count: number];

export type Points =
  | { readonly kind: 'raw'; readonly points: readonly RawPoint[] }
  | { readonly kind: 'buckets'; readonly bucketMs: number; readonly points: readonly BucketPoint[] };

/** A live reading as far as a chart cares. */
export interface Sample {
  readonly time: number;
  readonly value: number | boolean | string;
}

export interface MergeBounds {
  /** Points before this are forgotten, except the last one, from which the line enters the chart. */
  readonly from: number;
  /** Most points kept; when there are more, those that do not shape the line go. */
  readonly capacity: number;
}

/** Adds live samples to what the server answered, in time order and within bounds. */
export function mergeSamples(current: Points, samples: readonly Sample[], bounds: MergeBounds): Points {
  const numbers = samples.map(toNumberSample).filter((sample) => sample !== null);
  if (numbers.length === 0) return current;
  if (current.kind === 'raw') {
    const merged = mergeByTime(current.points, numbers);
    return { kind: 'raw', points: thin(dropBefore(merged, bounds.from), bounds.capacity) };
  }
  const merged = numbers.reduce((points, sample) => addToBucket(points, sample, current.bucketMs), [...current.points]);
  return { ...current, points: dropBefore(merged, bounds.from).slice(-bounds.capacity) };
}

type NumberPoint = readonly [time: number, value: number];

function toNumberSample({ time, value }: Sample): NumberPoint | null {
  if (typeof value === 'string') return null;
  return [time, Number(value)];
}

/** A time that comes again replaces what was there: the newest word on it counts. */
function mergeByTime(points: readonly RawPoint[], added: readonly NumberPoint[]): readonly RawPoint[] {
  const sorted = added.toSorted((a, b) => a[0] - b[0]);
  const first = sorted[0];
  const last = points.at(-1);
  if (first !== undefined && (last === undefined || first[0] > last[0])) return [...points, ...uniqueTimes(sorted)];
  return uniqueTimes([...points, ...sorted].sort((a, b) => a[0] - b[0]));
}

function uniqueTimes<P extends RawPoint>(sorted: readonly P[]): P[] {
  return sorted.filter((point, index) => sorted[index + 1]?.[0] !== point[0]);
}

function dropBefore<P extends readonly [number, ...unknown[]]>(points: readonly P[], from: number): readonly P[] {
  const first = points.findIndex((point) => point[0] >= from);
  if (first === -1) return points.slice(-1);
  return first <= 1 ? points : points.slice(first - 1);
}

/** Halves a line that has grown too long: of every four points the lowest and the highest stay, in time order. */
function thin(points: readonly RawPoint[], capacity: number): readonly RawPoint[] {
  if (points.length <= capacity) return points;
  const kept: RawPoint[] = [];
  for (let index = 0; index < points.length; index += 4) kept.push(...extremes(points.slice(index, index + 4)));
  return kept.length < points.length ? thin(kept, capacity) : kept.slice(-capacity);
}

function extremes(points: readonly RawPoint[]): readonly RawPoint[] {
  if (points.length <= 2) return points;
  const byValue = points.toSorted((a, b) => Number(a[1]) - Number(b[1]));
  const low = byValue[0];
  const high = byValue.at(-1);
  return points.filter((point) => point === low || point === high);
}

function addToBucket(points: BucketPoint[], [time, value]: NumberPoint, bucketMs: number): BucketPoint[] {
  const start = Math.floor(time / bucketMs) * bucketMs;
  const index = points.findLastIndex((point) => point[0] <= start);
  const found = points[index];
  if (found?.[0] === start) points[index] = grown(found, value);
  else points.splice(index + 1, 0, [start, value, value, value, 1]);
  return points;
}

function grown([start, min, max, avg, count]: BucketPoint, value: number): BucketPoint {
  return [start, Math.min(min, value), Math.max(max, value), avg + (value - avg) / (count + 1), count + 1];
}

/** The usual distance between neighbouring points in ms, or null for fewer than three points. */
export function usualGap(points: readonly (readonly [number, ...unknown[]])[]): number | null {
  if (points.length < 3) return null;
  const gaps = points.slice(1).map((point, index) => point[0] - (points[index]?.[0] ?? point[0]));
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? null;
}
