import type { Membership } from '@hawser/storage';

export interface ShareInput extends Membership {
  /** Name of this process. */
  readonly owner: string;
  /** Number of shards of the queue. */
  readonly shards: number;
  /** Shards that this process works on or waits for. */
  readonly mine: ReadonlySet<number>;
}

/**
 * Says which shards a process should have: what it has and may keep, and free ones up to its share. Shares differ by at
 * most one and add up to all shards. A shard that somebody else holds is never taken from them; who has too many gives
 * some back.
 */
export function fairShare({ owner, shards, members, holders, mine }: ShareInput): Set<number> {
  const everybody = [...new Set([...members, owner])].sort();
  const rank = everybody.indexOf(owner);
  const share = Math.floor(shards / everybody.length) + (rank < shards % everybody.length ? 1 : 0);
  const isHeldByOthers = (shard: number): boolean => (holders.get(shard) ?? owner) !== owner;
  const kept = [...mine].filter((shard) => shard < shards && !isHeldByOthers(shard)).slice(0, share);
  const result = new Set(kept);
  // Everybody begins to look at another place, so that few want the same shard.
  const start = Math.floor((rank * shards) / everybody.length);
  for (let i = 0; i < shards && result.size < share; i++) {
    const shard = (start + i) % shards;
    if (!isHeldByOthers(shard)) result.add(shard);
  }
  return result;
}
