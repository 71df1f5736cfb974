import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

describe('Turns', () => {
  it('are given one at a time, in the order in which they were asked for', async () => {
    const turns = new Turns(10);
    const order: number[] = [];
    let inside = 0;
    const work = async (n: number) => {
      const release = await turns.take();
      expect(++inside).toBe(1);
      await Promise.resolve();
      order.push(n);
      inside--;
      release();
    };
    await Promise.all([0, 1, 2, 3, 4].map(work));
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(turns.given).toBe(5);
  });

  it('cannot be taken by one who comes between the release and the one who waits', async () => {
    const turns = new Turns(10);
    const first = await turns.take();
    let second = false;
    const waiting = turns.take().then(() => {
      second = true;
    });
    first();
    let third = false;
    void turns.take().then(() => {
      third = true;
    });
    await waiting;
    await Promise.resolve();
    expect([second, third]).toEqual([true, false]);
  });

  it('are given on once, however often they are released', async () => {
    const turns = new Turns(10);
    const first = await turns.take();
    const second = turns.take();
    const third = turns.take();
    first();
    first();
    await second;
    let third_ = false;
    void third.then(() => {
      third_ = true;
    });
    await Promise.resolve();
    expect(third_).toBe(false);
  });

  it('are refused when too many wait', async () => {
    const turns = new Turns(1);
    await turns.take();
    void turns.take();
    await expect(turns.take()).rejects.toThrow(/overloaded/);
  });
});
