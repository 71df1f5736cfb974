import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairShare } from './fair-share.ts';

const shares = (counts: ReadonlyMap<string, ReadonlySet<number>>) => [...counts.values()].map((mine) => mine.size);

/** Processes that look one after another, where what one has is held until it gives it back. */
function settle(shards: number, members: readonly string[], start: ReadonlyMap<string, ReadonlySet<number>>) {
  const owned = new Map(members.map((owner) => [owner, start.get(owner) ?? new Set<number>()]));
  for (let round = 0; round < 3; round++) {
    for (const owner of members) {
      const holders = new Map([...owned].flatMap(([who, mine]) => [...mine].map((shard) => [shard, who] as const)));
      owned.set(owner, fairShare({ owner, shards, members, holders, mine: owned.get(owner)! }));
    }
  }
  return owned;
}

describe('the share of a process', () => {
  it('is everything when it is alone', () => {
    const mine = fairShare({ owner: 'a', shards: 4, members: [], holders: new Map(), mine: new Set() });
    expect([...mine].sort()).toEqual([0, 1, 2, 3]);
  });

  it('leaves shards that others hold to them, and gives surplus back', () => {
    const holders = new Map([0, 1, 2, 3].map((shard) => [shard, 'a']));
    const of = (owner: string, mine: number[]) =>
      fairShare({ owner, shards: 4, members: ['a', 'b'], holders, mine: new Set(mine) });
    expect(of('a', [0, 1, 2, 3]).size).toBe(2);
    expect(of('b', []).size).toBe(0);
  });

  it('drops a shard that somebody else has taken over', () => {
    const holders = new Map([[0, 'b']]);
    const input = { owner: 'a', shards: 2, members: ['a', 'b'], holders, mine: new Set([0]) };
    expect(fairShare(input)).toEqual(new Set([1]));
  });

  it('settles so that every shard has one owner and nobody has more than one too many, moving as few as possible', () => {
    const plan = fc.record({
      shards: fc.integer({ min: 1, max: 32 }),
      before: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
      after: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(plan, ({ shards, before, after }) => {
        const first = settle(shards, before, new Map());
        const second = settle(shards, after, first);
        for (const owned of [first, second]) {
          const all = [...owned.values()].flatMap((mine) => [...mine]);
          expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: shards }, (_, shard) => shard));
          expect(Math.max(...shares(owned)) - Math.min(...shares(owned))).toBeLessThanOrEqual(1);
        }
        for (const owner of after.filter((name) => first.has(name))) {
          const kept = [...first.get(owner)!].filter((shard) => second.get(owner)!.has(shard)).length;
          expect(kept).toBe(Math.min(first.get(owner)!.size, second.get(owner)!.size));
        }
      }),
    );
  });
});
