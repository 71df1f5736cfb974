import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { forEachOf } from './each.ts';

it('works on all items, never on more at once than allowed', async () => {
  let underWay = 0;
  let most = 0;
  const done: number[] = [];
  await forEachOf(
    Array.from({ length: 20 }, (_, i) => i),
    3,
    async (item) => {
      most = Math.max(most, ++underWay);
      await turn();
      underWay -= 1;
      done.push(item);
    },
  );
  expect([done.length, most]).toEqual([20, 3]);
});

it('begins nothing more after a failure, and ends what is under way', async () => {
  let ended = 0;
  const work = forEachOf(
    Array.from({ length: 100 }, (_, i) => i),
    2,
    async (item) => {
      await turn();
      if (item === 1) throw new Error('one fails');
      ended += 1;
    },
  );
  await expect(work).rejects.toThrow('one fails');
  expect(ended).toBeLessThan(5);
});
