import { describe, expect, it } from 'vitest';
import { bandOf, type ChartSeries, lineOf, toPanels } from './chart-series.ts';

function series(key: string, unit: string | null, name = key): ChartSeries {
  return { key, name, unit, color: '#000', isStep: false, data: { kind: 'raw', points: [] } };
}

describe('toPanels', () => {
  it('puts series with the same unit together, in the order of their first one', () => {
    const panels = toPanels([series('a', '°C'), series('b', 'bar'), series('c', '°C')]);
    expect(panels.map((panel) => [panel.title, panel.series.map((item) => item.key)])).toEqual([
      ['°C', ['a', 'c']],
      ['bar', ['b']],
    ]);
  });

  it('does not mix different metrics that have no unit', () => {
    expect(toPanels([series('a', null), series('b', null)])).toHaveLength(2);
  });
});

describe('lineOf', () => {
  it('draws the mean of buckets', () => {
    expect(lineOf({ kind: 'buckets', bucketMs: 60, points: [[0, 1, 5, 2, 4]] })).toEqual([[0, 2]]);
  });

  it('leaves out readings that are no numbers', () => {
    const points = [
      [1, 'open'],
      [2, 5],
      [3, null],
    ] as const;
    expect(lineOf({ kind: 'raw', points })).toEqual([[2, 5]]);
  });

  it('is broken where data is missing for much longer than usual', () => {
    const points = [
      [0, 1],
      [10, 1],
      [20, 1],
      [200, 2],
      [210, 2],
    ] as const;
    expect(lineOf({ kind: 'raw', points })).toEqual([
      [0, 1],
      [10, 1],
      [20, 1],
      [30, null],
      [200, 2],
      [210, 2],
    ]);
  });
});

describe('bandOf', () => {
  it('gives the lower edge and the height of each bucket', () => {
    expect(bandOf({ kind: 'buckets', bucketMs: 60, points: [[0, -3, 5, 2, 4]] })).toEqual({
      low: [[0, -3]],
      height: [[0, 8]],
    });
  });

  it('has nothing to say about single readings', () => {
    expect(bandOf({ kind: 'raw', points: [[0, 1]] })).toBeNull();
  });
});
