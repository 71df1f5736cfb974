import { randomUUID } from 'node:crypto';
import type { Logger } from '@hawser/platform';
import { ShardForwarder } from '../forwarding/shard-forwarder.ts';
import type { EntryId, QueueAppender, ShardDepth } from '../port.ts';
import type { StreamWriter } from '../redis-streams/stream-writer.ts';
import { MemorySource } from './memory-source.ts';

export interface DirectQueueDeps {
  readonly writer: StreamWriter;
  /** See `ForwarderDeps.newGeneration`. */
  readonly newGeneration: (shard: number) => Promise<EntryId | null>;
  /** See `ForwarderDeps.checkRedis`; for `redis-aof` it is `requireAppendOnly`. */
  readonly checkRedis?: () => Promise<void>;
  readonly log: Logger;
}

/** How often the depth of the streams is looked at, in milliseconds. */
const DEPTH_INTERVAL_MS = 500;

/**
 * Opens the writing end of streams without a journal: an append resolves when Redis has confirmed it, and waits in the
 * memory of this process until then. What Redis does with a restart is Redis's matter.
 */
export function openDirectQueue(deps: DirectQueueDeps): QueueAppender {
  return new DirectAppender(deps);
}

interface Shard {
  readonly source: MemorySource;
  readonly forwarder: ShardForwarder;
  depth: ShardDepth;
}

class DirectAppender implements QueueAppender {
  readonly shards: number;
  readonly #writer: StreamWriter;
  readonly #log: Logger;
  readonly #shards: readonly Shard[];
  readonly #timer: NodeJS.Timeout;
  #closed: Promise<void> | null = null;
  #settled: () => void = () => undefined;
  #looking = false;

  constructor({ writer, log, ...deps }: DirectQueueDeps) {
    this.shards = writer.shards;
    this.#writer = writer;
    this.#log = log;
    const journal = randomUUID();
    this.#shards = Array.from({ length: writer.shards }, (_, shard) => {
      const lookUp = (from: number) => writer.idsOf(shard, journal, from);
      const onChange = (): void => this.#settled();
      const source = new MemorySource(journal, lookUp, onChange);
      const forwarder = new ShardForwarder({ ...deps, writer, log, shard, source, onBlocked: onChange });
      forwarder.start();
      return { source, forwarder, depth: { entries: 0, bytes: 0 } };
    });
    this.#timer = setInterval(() => void this.#lookAtDepth(), DEPTH_INTERVAL_MS);
    this.#timer.unref();
  }

  get saturated(): boolean {
    return this.#shards.some(({ source, forwarder }) => forwarder.blocked && !source.empty);
  }

  async append(shard: number, record: Uint8Array): Promise<EntryId> {
    const source = this.#shards[shard]?.source;
    if (source === undefined) throw new RangeError(`There is no shard ${shard} in a queue of ${this.shards}`);
    if (this.#closed !== null) throw closedError();
    return source.add(record);
  }

  /** As Redis told it half a second ago at most. */
  depth(): ShardDepth {
    const depths = this.#shards.map(({ depth }) => depth);
    return {
      entries: depths.reduce((sum, { entries }) => sum + entries, 0),
      bytes: depths.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  /** Finishes the appends that Redis takes, refuses those that wait. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.resolve();
    while (this.#shards.some(({ source, forwarder }) => !source.empty && !forwarder.blocked)) {
      await new Promise<void>((resolve) => {
        this.#settled = resolve;
      });
    }
    await Promise.all(this.#shards.map(({ forwarder }) => forwarder.stop()));
    for (const { source } of this.#shards) source.refuse(closedError());
  }

  async #lookAtDepth(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      for (const [shard, state] of this.#shards.entries()) state.depth = await this.#writer.depth(shard);
    } catch (error) {
      this.#log.debug({ err: error }, 'The depth of the streams could not be looked at');
    } finally {
      this.#looking = false;
    }
  }
}

function closedError(): Error {
  return new Error('The queue is closed');
}
