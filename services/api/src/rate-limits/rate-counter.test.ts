import { createFakeClock } from '@hawser/testkit';
import { expect, it } from 'vitest';
import { createLocalRateCounter } from './rate-counter.ts';

const MINUTE_MS = 60_000;

it('counts each caller anew in every window', async () => {
  const clock = createFakeClock();
  const counter = createLocalRateCounter(clock);
  const hit = () => counter.hit('a', MINUTE_MS);
  expect(await hit()).toEqual({ count: 1, msLeft: MINUTE_MS });
  clock.advance(MINUTE_MS - 1);
  expect(await hit()).toEqual({ count: 2, msLeft: 1 });
  expect(await counter.hit('b', MINUTE_MS)).toMatchObject({ count: 1 });
  clock.advance(1);
  expect(await hit()).toEqual({ count: 1, msLeft: MINUTE_MS });
});
