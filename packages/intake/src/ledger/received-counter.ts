import type { AccountId, AgentId } from '@hawser/core';
import { type PendingEntry, ShardCounter, type ShardCounterDeps } from './shard-counter.ts';

/** Counts received messages into the ledger, independently of ingestion, so that the two can be compared. */
export class ReceivedCounter {
  readonly #shards: readonly ShardCounter[];

  constructor(shards: number, deps: ShardCounterDeps) {
    this.#shards = Array.from({ length: shards }, (_, shard) => new ShardCounter(shard, deps));
  }

  begin(shard: number, account: AccountId, agent: AgentId, receivedAt: number): PendingEntry {
    return this.#shard(shard).begin(account, agent, receivedAt);
  }

  /** Gives the counter whose entries `begin` of the same shard made. */
  of(shard: number): Pick<ShardCounter, 'appended' | 'failed'> {
    return this.#shard(shard);
  }

  /**
   * Writes the counts of every shard; a shard that fails does not keep the others from being written.
   *
   * @throws Error the first failure
   */
  async flush(): Promise<void> {
    await this.#each((shard) => shard.flush());
  }

  /** Moves the cursors of quiet shards past entries that others appended. */
  async catchUpIdle(): Promise<void> {
    await this.#each(async (shard) => {
      if (shard.idle) await shard.catchUp();
    });
  }

  async #each(work: (shard: ShardCounter) => Promise<void>): Promise<void> {
    const failures: unknown[] = [];
    for (const shard of this.#shards) {
      try {
        await work(shard);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  #shard(shard: number): ShardCounter {
    const counter = this.#shards[shard];
    if (counter === undefined) throw new RangeError(`There is no shard ${shard}`);
    return counter;
  }
}
