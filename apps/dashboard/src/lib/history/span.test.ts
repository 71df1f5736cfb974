import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../time.ts';
import { DEFAULT_SPAN, fixedSpan, lengthOf, MOVING_SPANS, parseSpan, refreshOf, stepOf, windowOf } from './span.ts';

const NOW = 1_700_000_000_000;

describe('parseSpan', () => {
  it('finds every span by its id', () => {
    for (const span of MOVING_SPANS) expect(parseSpan(span.id)).toBe(span);
  });

  it('reads a fixed span back from its id', () => {
    const span = fixedSpan(NOW, NOW + HOUR_MS);
    expect(parseSpan(span.id)).toEqual(span);
  });

  it.each([undefined, null, '', 'year', '1..', '..', 'a..b', `${NOW}..${NOW}`, ['1h']])(
    'falls back to the default for %j',
    (text) => {
      expect(parseSpan(text)).toBe(DEFAULT_SPAN);
    },
  );
});

describe('windowOf', () => {
  it('ends a moving span now', () => {
    expect(windowOf(parseSpan('1h'), NOW)).toEqual({ from: NOW - HOUR_MS, to: NOW });
  });

  it('leaves a fixed span where it is and puts its ends in order', () => {
    expect(windowOf(fixedSpan(NOW, NOW - DAY_MS), NOW + 5 * DAY_MS)).toEqual({ from: NOW - DAY_MS, to: NOW });
  });
});

describe('stepOf and refreshOf', () => {
  it('moves short spans every second and long ones at most every thirty', () => {
    expect(stepOf(parseSpan('5m'))).toBe(1_000);
    expect(stepOf(parseSpan('30d'))).toBe(30_000);
  });

  it('never asks again for a fixed span and between 30 s and 5 min for others', () => {
    expect(refreshOf(fixedSpan(0, HOUR_MS))).toBe(false);
    expect(refreshOf(parseSpan('5m'))).toBe(30_000);
    expect(refreshOf(parseSpan('30d'))).toBe(300_000);
  });

  it('knows the length of both kinds', () => {
    expect(lengthOf(parseSpan('24h'))).toBe(DAY_MS);
    expect(lengthOf(fixedSpan(5, 10))).toBe(5);
  });
});
