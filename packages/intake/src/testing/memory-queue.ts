import { decodeEnvelope, type Envelope } from '@hawser/contracts/streams';
import type { EntryId, QueueAppender, QueueEntry, QueueReader, ReadOptions } from '@hawser/queue';

interface Held {
  readonly shard: number;
  readonly record: Uint8Array;
  readonly resolve: (id: EntryId) => void;
  readonly reject: (error: Error) => void;
}

/** A queue in memory whose appends end when the test says so. */
export class MemoryQueue implements Pick<QueueAppender, 'append' | 'shards'>, Pick<QueueReader, 'read' | 'compare'> {
  readonly shards: number;
  readonly #entries: QueueEntry[][];
  readonly held: Held[] = [];
  isHolding = false;
  #next = 1;

  constructor(shards = 4) {
    this.shards = shards;
    this.#entries = Array.from({ length: shards }, () => []);
  }

  append(shard: number, record: Uint8Array): Promise<EntryId> {
    if (!this.isHolding) return Promise.resolve(this.add(shard, record));
    return new Promise((resolve, reject) => this.held.push({ shard, record, resolve, reject }));
  }

  /** Adds an entry past intake, as replays do. */
  add(shard: number, record: Uint8Array): EntryId {
    const id = String(this.#next++).padStart(12, '0') as EntryId;
    this.#of(shard).push({ id, record: record.slice() });
    return id;
  }

  /** Makes everything durable that waits, and stops holding. */
  releaseAll(): void {
    this.isHolding = false;
    for (const { shard, record, resolve } of this.held.splice(0)) resolve(this.add(shard, record));
  }

  failAll(error: Error): void {
    for (const { reject } of this.held.splice(0)) reject(error);
  }

  compare(a: EntryId, b: EntryId): number {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  async read(shard: number, after: EntryId | null, options: ReadOptions): Promise<QueueEntry[]> {
    return this.#of(shard)
      .filter(({ id }) => after === null || id > after)
      .slice(0, options.maxEntries);
  }

  /** Everything durable, of all shards. */
  envelopes(): Envelope[] {
    return this.#entries.flat().map(({ record }) => decodeEnvelope(record));
  }

  #of(shard: number): QueueEntry[] {
    const entries = this.#entries[shard];
    if (entries === undefined) throw new RangeError(`There is no shard ${shard}`);
    return entries;
  }
}
