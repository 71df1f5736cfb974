import { describe, expect, it } from 'vitest';
import { toHistory, withSamples } from './series-history.ts';
import { fixedSpan, parseSpan } from './span.ts';

const SPAN = parseSpan('1h');
const NOW = 1_700_000_000_000;

describe('toHistory', () => {
  it('starts empty when the server knows nothing of the series', () => {
    expect(toHistory(undefined, SPAN).data).toEqual({ kind: 'raw', points: [] });
  });

  it('takes readings with booleans as 0/1 and leaves malformed ones out', () => {
    const points = [[1, 5], [2, true], [3, 'open'], [4, null], 'x', [null, 1]];
    expect(toHistory({ unit: '°C', resolution: 'raw', points }, SPAN)).toMatchObject({
      unit: '°C',
      data: {
        kind: 'raw',
        points: [
          [1, 5],
          [2, 1],
          [3, 'open'],
        ],
      },
    });
  });

  it('finds the width of merged buckets from the nearest two', () => {
    const points = [
      [0, 1, 1, 1, 1],
      [600_000, 1, 1, 1, 1],
      [720_000, 1, 1, 1, 1],
      [5, 1],
    ];
    expect(toHistory({ unit: null, resolution: '1m', points }, SPAN).data).toMatchObject({ bucketMs: 120_000 });
    expect(toHistory({ unit: null, resolution: '1h', points: points.slice(0, 1) }, SPAN).data).toMatchObject({
      bucketMs: 3_600_000,
    });
  });
});

describe('withSamples', () => {
  it('lets a moving history grow and forget', () => {
    const points = [
      [NOW - 7_300_000, 1],
      [NOW - 7_200_000, 1],
      [NOW - 10, 2],
    ];
    const history = toHistory({ unit: null, resolution: 'raw', points }, SPAN);
    expect(withSamples(history, [{ time: NOW, value: 3 }], NOW).data.points).toEqual([
      [NOW - 7_200_000, 1],
      [NOW - 10, 2],
      [NOW, 3],
    ]);
  });

  it('leaves a fixed history alone', () => {
    const history = toHistory(undefined, fixedSpan(0, 10));
    expect(withSamples(history, [{ time: 5, value: 3 }], NOW)).toBe(history);
  });
});
