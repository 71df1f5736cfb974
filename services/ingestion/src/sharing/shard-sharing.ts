import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@hawser/platform';
import type { IngestionMembers } from '@hawser/storage';
import { fairShare } from './fair-share.ts';

/** Often enough that a shard that became free waits for no more than a second. */
const INTERVAL_MS = 1_000;

export interface ShardSharingConfig {
  /** Name of this process among those that ingest the queue. */
  readonly owner: string;
  readonly shards: number;
  /** Who gives no sign of life for so long counts as gone, in milliseconds; the same as the shards' lease. */
  readonly leaseMs: number;
}

export interface ShardSharingDeps {
  readonly members: IngestionMembers;
  /** Makes this process work on exactly these shards; resolves when those it loses are given back. */
  readonly assign: (shards: readonly number[]) => Promise<void>;
  readonly log: Logger;
}

/**
 * Shares the shards of a queue with the other processes: tells them from time to time that this one is there, and takes
 * or gives back shards as they come and go. That nobody stores without the right to is not its concern: the shards'
 * epochs see to that.
 */
export class ShardSharing {
  readonly #config: ShardSharingConfig;
  readonly #deps: ShardSharingDeps;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #mine: ReadonlySet<number> = new Set();
  #failing = false;

  constructor(config: ShardSharingConfig, deps: ShardSharingDeps) {
    this.#config = config;
    this.#deps = deps;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Gives every shard back and says good-bye. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#deps.assign([]);
    await this.#deps.members.leave(this.#config.owner).catch((error: unknown) => this.#reportFailure(error));
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#look().catch((error: unknown) => this.#reportFailure(error));
      await sleep(INTERVAL_MS, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  async #look(): Promise<void> {
    const { owner, shards, leaseMs } = this.#config;
    const membership = await this.#deps.members.beat(owner, leaseMs);
    this.#failing = false;
    const mine = fairShare({ owner, shards, mine: this.#mine, ...membership });
    if (isSame(mine, this.#mine)) return;
    this.#deps.log.info({ shards: [...mine], members: membership.members.length }, 'The share of shards has changed');
    this.#mine = mine;
    await this.#deps.assign([...mine]);
  }

  /** Work goes on with the shards at hand: the database is needed for that as well, and is waited for there. */
  #reportFailure(error: unknown): void {
    if (!this.#failing) this.#deps.log.warn({ err: error }, 'The other ingestion processes cannot be seen');
    this.#failing = true;
  }
}

function isSame(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((shard) => b.has(shard));
}
