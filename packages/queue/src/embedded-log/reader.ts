import type { EntryId, QueueEntry, QueueReader, ReadOptions } from '../port.ts';
import type { OnCorruption } from './corruption.ts';
import { formatEntryId, parseEntryId } from './entry-id.ts';
import { shardFolder } from './segment-files.ts';
import { ShardCursor } from './shard-cursor.ts';
import { type EmbeddedLogSignal, LogSignal } from './signal.ts';
import { Sleepers } from './sleepers.ts';

export interface EmbeddedLogReaderConfig {
  readonly dir: string;
  readonly signal: EmbeddedLogSignal;
  readonly onCorruption: OnCorruption;
}

/**
 * Opens a reading end of a log that this process has open for writing, in any of its threads. Each reader has its own
 * place; reads of one shard must not overlap.
 */
export function openEmbeddedLogReader(config: EmbeddedLogReaderConfig): QueueReader {
  return new EmbeddedLogReader(config);
}

class EmbeddedLogReader implements QueueReader {
  readonly shards: number;
  readonly #signal: LogSignal;
  readonly #cursors: readonly ShardCursor[];
  readonly #sleepers = new Sleepers();
  #closed = false;

  constructor({ dir, signal, onCorruption }: EmbeddedLogReaderConfig) {
    this.shards = signal.shards;
    this.#signal = new LogSignal(signal, (wake) => {
      if (wake.kind === 'appended') this.#sleepers.wake(wake.shard);
    });
    this.#cursors = Array.from(
      { length: signal.shards },
      (_, shard) => new ShardCursor(shard, shardFolder(dir, shard), onCorruption),
    );
  }

  compare(a: EntryId, b: EntryId): number {
    return parseEntryId(a) - parseEntryId(b);
  }

  async read(shard: number, after: EntryId | null, options: ReadOptions): Promise<QueueEntry[]> {
    const cursor = this.#cursor(shard);
    const from = after === null ? 0 : parseEntryId(after);
    this.#refuseUnknown(shard, from);
    const deadline = performance.now() + options.waitMs;
    for (;;) {
      if (this.#closed) throw new Error('The log reader is closed');
      const durable = this.#signal.durable(shard);
      const entries = cursor.hasAfter(from, durable) ? await cursor.read(from, durable, options) : [];
      const left = deadline - performance.now();
      if (entries.length > 0 || left <= 0 || options.signal?.aborted === true) return entries;
      await this.#sleep(shard, durable, left, options.signal);
    }
  }

  async release(shard: number, upTo: EntryId): Promise<void> {
    this.#cursor(shard);
    this.#signal.release(shard, parseEntryId(upTo));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#sleepers.wakeAll();
    this.#signal.close();
    await Promise.all(this.#cursors.map((cursor) => cursor.close()));
  }

  #cursor(shard: number): ShardCursor {
    const cursor = this.#cursors[shard];
    if (cursor === undefined) throw new RangeError(`There is no shard ${shard} in a log of ${this.shards}`);
    return cursor;
  }

  /**
   * An offset above everything in the log means that files were lost while the database was not, and that the log was
   * opened without `startAfter`: reading on would skip acknowledged entries.
   */
  #refuseUnknown(shard: number, from: number): void {
    const durable = this.#signal.durable(shard);
    if (from <= durable) return;
    throw new RangeError(`Entry ${formatEntryId(from)} is above the last one in the log, ${formatEntryId(durable)}`);
  }

  async #sleep(shard: number, durable: number, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    this.#signal.sleeping(shard, 1);
    try {
      if (this.#signal.durable(shard) > durable) return;
      await this.#sleepers.sleep(shard, waitMs, signal);
    } finally {
      this.#signal.sleeping(shard, -1);
    }
  }
}
