import { describe, expect, it } from 'vitest';
import type { LatestValue } from '../../services/live/latest-value.ts';
import { seriesKey } from '../../services/live/live-cache.ts';
import { MAX_LINES } from '../chart/palette.ts';
import { firstChoice, isDrawable, toggled } from './series-choice.ts';

function series(metric: string, value: LatestValue['value'], unit: string | null = null): LatestValue {
  return { agent: 'a', agent_id: 'i', device: 'd', metric, unit, time: 1, value, quality: 'good' };
}

const keysOf = (...metrics: string[]) => metrics.map((metric) => seriesKey({ device: 'd', metric }));

describe('firstChoice', () => {
  it('takes the unit that most numbers share', () => {
    const values = [series('p', 1, 'bar'), series('t1', 1, 'C'), series('on', true, 'C'), series('t2', 2, 'C')];
    expect(firstChoice(values)).toEqual(keysOf('t1', 't2'));
  });

  it('takes one number when none has a unit, and nothing when there is no number', () => {
    expect(firstChoice([series('s', 'idle'), series('a', 1), series('b', 1)])).toEqual(keysOf('a'));
    expect(firstChoice([series('s', 'idle')])).toEqual([]);
  });
});

describe('toggled', () => {
  it('adds at the end and takes away', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });

  it('never holds more than can be told apart', () => {
    const full = Array.from({ length: MAX_LINES }, (_, index) => `s${index}`);
    expect(toggled(full, 'one more')).toEqual(full);
  });
});

it('draws numbers and booleans', () => {
  expect([1, true, 'idle'].map((value) => isDrawable({ value }))).toEqual([true, true, false]);
});
