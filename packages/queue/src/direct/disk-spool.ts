import { type EmbeddedLog, openEmbeddedLog } from '../embedded-log/embedded-log.ts';
import { formatEntryId, parseEntryId } from '../embedded-log/entry-id.ts';
import { openEmbeddedLogReader } from '../embedded-log/reader.ts';
import { recordBytes } from '../embedded-log/record.ts';
import type { BatchBounds } from '../forwarding/shard-forwarder.ts';
import type { QueueReader, ShardDepth } from '../port.ts';
import type { PositionedRecord } from '../redis-streams/entry-codec.ts';
import type { DirectQueueConfig, DirectQueueDeps } from './config.ts';

const MEBIBYTE = 1024 * 1024;
const SEGMENT_BYTES = 16 * MEBIBYTE;

/**
 * What Redis did not take, on the local disk: an embedded log whose ids are the positions of the entries, with those left
 * out that went to Redis straight away.
 */
export class DiskSpool {
  readonly #log: EmbeddedLog;
  readonly #reader: QueueReader;
  readonly #isUsed: boolean;

  private constructor(log: EmbeddedLog, reader: QueueReader, isUsed: boolean) {
    this.#log = log;
    this.#reader = reader;
    this.#isUsed = isUsed;
  }

  /**
   * Opens the folder also when nothing is to be written to it: an earlier run may have left something there.
   *
   * @throws Error when the folder cannot be used, or holds more shards than there are
   */
  static async open({ dir, spoolMaxBytes }: DirectQueueConfig, deps: DirectQueueDeps): Promise<DiskSpool> {
    const { onCorruption } = deps;
    const log = await openEmbeddedLog({
      dir,
      shards: deps.writer.shards,
      maxBytes: spoolMaxBytes ?? MEBIBYTE,
      segmentBytes: SEGMENT_BYTES,
      onCorruption,
      onReleaseError: (error) => deps.log.warn({ err: error }, 'A file of the disk spool could not be deleted yet'),
    });
    const reader = openEmbeddedLogReader({ dir, signal: log.signal, onCorruption });
    return new DiskSpool(log, reader, spoolMaxBytes !== null);
  }

  /** False when it is turned off: then what is there is still sent, but nothing is added. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /** Highest position that is, or was, on the disk. */
  lastPosition(shard: number): number {
    const last = this.#log.lastEntry(shard);
    return last === null ? 0 : parseEntryId(last);
  }

  depthAfter(shard: number, position: number): ShardDepth {
    return this.#log.depthAfter(shard, formatEntryId(position));
  }

  /** What is not let go of yet. */
  depth(): ShardDepth {
    return this.#log.appender.depth();
  }

  hasRoom(records: readonly PositionedRecord[]): boolean {
    return this.#log.hasRoom(records.reduce((sum, { record }) => sum + recordBytes(record.length), 0));
  }

  /**
   * Writes records of one shard, all of them or none. One write at a time, in all shards together, and no more than the
   * log writes at once: that is what keeps ids and positions the same.
   *
   * @param records - with positions that follow each other, above all that were written before
   * @throws Error when the disk refuses
   */
  async write(shard: number, records: readonly PositionedRecord[]): Promise<void> {
    const [first] = records;
    if (first === undefined) return;
    this.#log.advance(shard, formatEntryId(first.position - 1));
    await Promise.all(records.map(({ record }) => this.#log.appender.append(shard, record)));
  }

  async read(shard: number, after: number, bounds: BatchBounds, signal: AbortSignal): Promise<PositionedRecord[]> {
    const options = { ...bounds, waitMs: 0, signal };
    const entries = await this.#reader.read(shard, after === 0 ? null : formatEntryId(after), options);
    return entries.map(({ id, record }) => ({ position: parseEntryId(id), record }));
  }

  /** Lets go of everything up to a position. */
  async release(shard: number, upTo: number): Promise<void> {
    await this.#reader.release(shard, formatEntryId(upTo));
  }

  async close(): Promise<void> {
    await this.#reader.close();
    await this.#log.close();
  }
}
