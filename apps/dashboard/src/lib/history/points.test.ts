import { describe, expect, it } from 'vitest';
import { type BucketPoint, mergeSamples, type Points, type RawPoint, usualGap } from './points.ts';

const ALL = { from: 0, capacity: 100 };

function raw(...points: RawPoint[]): Points {
  return { kind: 'raw', points };
}

function buckets(...points: BucketPoint[]): Points {
  return { kind: 'buckets', bucketMs: 60, points };
}

describe('mergeSamples into readings', () => {
  it('appends newer samples in time order', () => {
    const merged = mergeSamples(
      raw([10, 1]),
      [
        { time: 30, value: 3 },
        { time: 20, value: 2 },
      ],
      ALL,
    );
    expect(merged.points).toEqual([
      [10, 1],
      [20, 2],
      [30, 3],
    ]);
  });

  it('puts a late sample where it belongs', () => {
    expect(mergeSamples(raw([10, 1], [30, 3]), [{ time: 20, value: 2 }], ALL).points).toEqual([
      [10, 1],
      [20, 2],
      [30, 3],
    ]);
  });

  it('replaces a reading that comes again instead of doubling it', () => {
    expect(mergeSamples(raw([10, 1], [20, 2]), [{ time: 20, value: 2 }], ALL).points).toEqual([
      [10, 1],
      [20, 2],
    ]);
  });

  it('turns booleans into 0/1 and leaves strings out', () => {
    const samples = [
      { time: 1, value: true },
      { time: 2, value: 'open' },
      { time: 3, value: false },
    ];
    expect(mergeSamples(raw(), samples, ALL).points).toEqual([
      [1, 1],
      [3, 0],
    ]);
  });

  it('returns the same object when nothing came that a chart can show', () => {
    const current = raw([1, 1]);
    expect(mergeSamples(current, [{ time: 2, value: 'open' }], ALL)).toBe(current);
  });

  it('forgets what left the window but keeps the point from which the line enters it', () => {
    const merged = mergeSamples(raw([10, 1], [20, 2], [30, 3]), [{ time: 40, value: 4 }], { from: 25, capacity: 100 });
    expect(merged.points).toEqual([
      [20, 2],
      [30, 3],
      [40, 4],
    ]);
  });

  it('stays within its capacity for ever and keeps the extremes', () => {
    let current = raw();
    for (let time = 1; time <= 5_000; time += 1) {
      current = mergeSamples(current, [{ time, value: time === 2_500 ? 99 : time % 7 }], { from: 0, capacity: 200 });
      expect(current.points.length).toBeLessThanOrEqual(200);
    }
    const values = current.points.map((point) => point[1]);
    expect(values).toContain(99);
    expect(current.points.at(-1)?.[0]).toBeGreaterThan(4_990);
    expect(current.points[0]?.[0]).toBeLessThan(100);
  });
});

describe('mergeSamples into buckets', () => {
  it('grows the bucket a sample falls into', () => {
    expect(mergeSamples(buckets([60, 1, 3, 2, 2]), [{ time: 119, value: 8 }], ALL).points).toEqual([[60, 1, 8, 4, 3]]);
  });

  it('opens a new bucket, also one that was missing in between', () => {
    const samples = [
      { time: 200, value: 5 },
      { time: 130, value: 6 },
    ];
    expect(mergeSamples(buckets([60, 1, 1, 1, 1]), samples, ALL).points).toEqual([
      [60, 1, 1, 1, 1],
      [120, 6, 6, 6, 1],
      [180, 5, 5, 5, 1],
    ]);
  });

  it('does not change the points it was given', () => {
    const points: BucketPoint[] = [[60, 1, 1, 1, 1]];
    mergeSamples(buckets(...points), [{ time: 61, value: 9 }], ALL);
    expect(points).toEqual([[60, 1, 1, 1, 1]]);
  });

  it('keeps the newest buckets within its capacity', () => {
    const samples = Array.from({ length: 20 }, (_, index) => ({ time: index * 60, value: index }));
    const merged = mergeSamples(buckets(), samples, { from: 0, capacity: 5 });
    expect(merged.points.map((point) => point[0])).toEqual([900, 960, 1020, 1080, 1140]);
  });
});

describe('usualGap', () => {
  it('is the median distance, unmoved by one long pause', () => {
    expect(usualGap([[0], [10], [20], [500], [510]])).toBe(10);
  });

  it('says nothing about fewer than three points', () => {
    expect(usualGap([[0], [10]])).toBeNull();
  });
});
