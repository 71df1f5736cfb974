import type { Logger } from '@hawser/platform';
import type { EntryId, QueueEntry, QueueReader, ReadOptions } from '../port.ts';
import { connectRedis, disconnectRedis, type RedisClient, type RedisConnectionConfig } from './connect.ts';
import { EntryDecoder } from './entry-codec.ts';
import { checkStreamId, compareStreamIds, nextStreamId } from './entry-id.ts';
import { EntryWait } from './entry-wait.ts';
import { INGESTION_GROUP, type StreamNames, streamKey } from './keys.ts';
import { ACKNOWLEDGE, READ_GROUP, READ_POSITION } from './read-script.ts';

export interface StreamReaderConfig extends StreamNames {
  readonly redis: RedisConnectionConfig;
  readonly shards: number;
}

export interface GroupReaderConfig extends StreamReaderConfig {
  /** Name of the consumer: that of the owner of the shards. */
  readonly consumer: string;
}

const BEFORE_ALL = '0-0' as EntryId;
/** Entries acknowledged in one go: what Redis does meanwhile, it does for nobody else. */
const ACKNOWLEDGED_AT_ONCE = 2_000;

/**
 * Opens the reading end that ingestion holds. It reads as a consumer of the group `ingestion`, so that Redis shows what
 * is under way, but each read names its place itself: the position is the database's alone.
 */
export function openStreamGroupReader(config: GroupReaderConfig, log: Logger): QueueReader {
  return new StreamReader(config, log, config.consumer);
}

/** Opens a reading end that leaves no trace in Redis, for whoever audits the queue. */
export function openStreamPositionReader(config: StreamReaderConfig, log: Logger): Omit<QueueReader, 'release'> {
  return new StreamReader(config, log, null);
}

class StreamReader implements QueueReader {
  readonly shards: number;
  readonly #names: StreamNames;
  readonly #consumer: string | null;
  readonly #client: RedisClient;
  readonly #waits: readonly EntryWait[];
  readonly #decoder = new EntryDecoder();
  #closed: Promise<void> | null = null;

  constructor(config: StreamReaderConfig, log: Logger, consumer: string | null) {
    const connect = (purpose: string) => connectRedis(config.redis, `hawser:${purpose}`, log);
    this.shards = config.shards;
    this.#names = config;
    this.#consumer = consumer;
    this.#client = connect(consumer === null ? 'audit' : 'ingestion');
    this.#waits = Array.from({ length: config.shards }, () => new EntryWait(() => connect('wait')));
  }

  compare(a: EntryId, b: EntryId): number {
    return compareStreamIds(a, b);
  }

  async read(shard: number, after: EntryId | null, options: ReadOptions): Promise<QueueEntry[]> {
    const stream = this.#stream(shard);
    const from = after === null ? BEFORE_ALL : checkStreamId(after);
    const deadline = performance.now() + options.waitMs;
    for (;;) {
      if (this.#closed !== null) throw new Error('The reader of the stream is closed');
      if (options.signal?.aborted) return [];
      const entries = await this.#take(stream, from, options);
      const left = deadline - performance.now();
      if (entries.length > 0 || left <= 0 || options.signal?.aborted) return entries;
      await this.#waits[shard]?.wait(stream, from, left, options.signal);
    }
  }

  async release(shard: number, upTo: EntryId): Promise<void> {
    const stream = this.#stream(shard);
    const args = [INGESTION_GROUP, checkStreamId(upTo), ACKNOWLEDGED_AT_ONCE];
    let acknowledged: unknown;
    do acknowledged = await ACKNOWLEDGE.run(this.#client, [stream], args);
    while (acknowledged === ACKNOWLEDGED_AT_ONCE);
    await this.#client.xtrim(stream, 'MINID', '=', nextStreamId(upTo));
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    for (const wait of this.#waits) wait.close();
    disconnectRedis(this.#client);
  }

  async #take(stream: string, after: EntryId, { maxEntries, maxBytes }: ReadOptions): Promise<QueueEntry[]> {
    const answer =
      this.#consumer === null
        ? await READ_POSITION.run(this.#client, [stream], [`(${after}`, maxEntries, maxBytes])
        : await READ_GROUP.run(this.#client, [stream], [INGESTION_GROUP, this.#consumer, after, maxEntries, maxBytes]);
    return this.#decode(answer as readonly (Buffer | readonly Buffer[])[]);
  }

  /** Ids and contents in turn, as the scripts answer them. */
  #decode(answer: readonly (Buffer | readonly Buffer[])[]): QueueEntry[] {
    const entries: QueueEntry[] = [];
    for (let i = 0; i + 1 < answer.length; i += 2) {
      const id = String(answer[i]) as EntryId;
      const content = answer[i + 1] ?? [];
      entries.push(
        Buffer.isBuffer(content) ? this.#decoder.decodeValue(id, content) : this.#decoder.decode(id, content),
      );
    }
    return entries;
  }

  #stream(shard: number): string {
    if (!Number.isInteger(shard) || shard < 0 || shard >= this.shards) {
      throw new RangeError(`There is no shard ${shard} in a queue of ${this.shards}`);
    }
    return streamKey(this.#names, shard);
  }
}
