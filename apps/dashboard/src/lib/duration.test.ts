import fc from 'fast-check';
import { expect, it } from 'vitest';
import { durationOf, formatDuration, secondsOf } from './duration.ts';

it.each([
  [900, '15 min'],
  [604_800, '7 d'],
  [28_800, '8 h'],
  [301, '301 s'],
  [86_400_000, '1,000 d'],
])('says %i s as %s', (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words);
});

it('rounds a part of a unit to the second', () => {
  expect(secondsOf({ amount: 1.5, unit: 'h' })).toBe(5_400);
  expect(secondsOf({ amount: 0.33, unit: 'min' })).toBe(20);
});

it('gives back what it was given', () => {
  fc.assert(fc.property(fc.nat(1e8), (seconds) => secondsOf(durationOf(seconds)) === seconds));
});
