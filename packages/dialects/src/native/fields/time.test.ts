import { DEFAULT_LIMITS, TextPool } from '@hawser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Refusal } from '../refusal.ts';
import { readTime } from './time.ts';

const now = Date.UTC(2025, 10, 22, 8, 26, 40);
const context = { agentName: 'a', receivedAt: now, now, limits: DEFAULT_LIMITS, texts: new TextPool() };
const anyTime = { ...context, limits: { ...DEFAULT_LIMITS, maxAgeMs: now, maxAheadMs: 1e15 } };
const reason = (time: unknown) => (readTime(time, context) as Refusal).reason;

describe('readTime', () => {
  it('gives back every time that was written as RFC 3339', () => {
    const dates = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(readTime(date.toISOString(), anyTime)).toBe(date.getTime());
      }),
    );
  });

  it.each([
    ['2025-11-22T08:26:40Z', 0],
    ['2025-11-22t08:26:40z', 0],
    ['2025-11-22 08:26:40Z', 0],
    ['2025-11-22T09:26:40+01:00', 0],
    ['2025-11-22T02:56:40-05:30', 0],
    ['2025-11-22T08:26:40.5Z', 500],
    ['2025-11-22T08:26:40.123456789Z', 123],
    ['2025-11-22T08:26:40.9996Z', 1_000],
    ['2025-11-22T08:25:60Z', -40_000],
  ])('reads %s', (text, offset) => {
    expect(readTime(text, context)).toBe(now + offset);
  });

  it.each([
    '2025-11-22T08:26:40',
    '2025-11-22',
    '2025-02-29T00:00:00Z',
    '2025-04-31T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-00-01T00:00:00Z',
    '2025-11-22T24:00:00Z',
    '2025-11-22T08:60:00Z',
    '2025-11-22T08:26:61Z',
    '2025-11-22T08:26:40+24:00',
    '0025-11-22T08:26:40Z',
    '1763800000000',
    'Sat, 22 Nov 2025 08:26:40 GMT',
    '',
  ])('refuses the text %j', (text) => {
    expect(reason(text)).toBe('invalid-time');
  });

  it.each([null, undefined, true, {}, [], 5n, Number.NaN, Number.POSITIVE_INFINITY, new Date('x')])(
    'refuses %s',
    (time) => {
      expect(reason(time)).toBe('invalid-time');
    },
  );

  it('takes the limits as the last good times', () => {
    const { maxAgeMs, maxAheadMs } = DEFAULT_LIMITS;
    expect(readTime(now - maxAgeMs, context)).toBe(now - maxAgeMs);
    expect(readTime(now + maxAheadMs, context)).toBe(now + maxAheadMs);
    expect(reason(now - maxAgeMs - 1)).toBe('time-too-old');
    expect(reason(now + maxAheadMs + 1)).toBe('time-too-far-ahead');
  });

  it('takes numbers for milliseconds, and says so to who sent seconds', () => {
    const refused = readTime(now / 1_000, context) as Refusal;
    expect(refused).toMatchObject({ reason: 'time-too-old' });
    expect(refused.detail).toContain('1970-01-21T');
    expect(refused.detail).toContain('milliseconds');
  });

  it('rounds fractions of a millisecond', () => {
    expect(readTime(now + 0.4, context)).toBe(now);
    expect(readTime(now + 0.5, context)).toBe(now + 1);
  });

  it('refuses or gives a whole number, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (time) => {
        const outcome = readTime(time, context);
        expect(outcome instanceof Refusal || Number.isSafeInteger(outcome)).toBe(true);
      }),
    );
  });
});
