import { expect, it } from 'vitest';
import { createFakeClock } from './fake-clock.ts';

it('stands still until it is moved', () => {
  const clock = createFakeClock(1_000);
  clock.advance(500);
  expect([clock(), clock()]).toEqual([1_500, 1_500]);
  clock.set(7);
  expect(clock()).toBe(7);
});
