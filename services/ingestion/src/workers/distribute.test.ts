import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distribute } from './distribute.ts';

describe('dealing shards out', () => {
  it('leaves shards where they are when nothing has to move', () => {
    const held = [new Set([2, 0]), new Set([1])];
    expect(distribute([0, 1, 2], held)).toEqual(held);
  });

  it('gives a new worker its part', () => {
    expect(distribute([0, 1, 2, 3], [new Set([0, 1, 2, 3]), new Set()]).map((set) => set.size)).toEqual([2, 2]);
  });

  it('gives every shard to one worker, evenly, whatever they had', () => {
    const shards = fc.uniqueArray(fc.nat(20), { maxLength: 20 });
    const held = fc.array(fc.uniqueArray(fc.nat(20), { maxLength: 20 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(shards, held, (wanted, had) => {
        const dealt = distribute(
          wanted,
          had.map((each) => new Set(each)),
        );
        const all = dealt.flatMap((set) => [...set]);
        expect(all.toSorted((a, b) => a - b)).toEqual(wanted.toSorted((a, b) => a - b));
        const sizes = dealt.map((set) => set.size);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
