import { type EntryId, MAX_RECORD_BYTES, type QueueAppender, type ShardDepth } from '../port.ts';
import { Admission } from './admission.ts';
import type { EmbeddedLogConfig } from './config.ts';
import { formatEntryId, parseEntryId } from './entry-id.ts';
import { recordBytes } from './record.ts';
import type { RecoveredShard } from './recover.ts';
import { shardFolder } from './segment-files.ts';
import { ShardWriter } from './shard-writer.ts';
import { type EmbeddedLogSignal, LogSignal } from './signal.ts';

const MEBIBYTE = 1024 * 1024;
const DEFAULT_SEGMENT_BYTES = 64 * MEBIBYTE;
const DEFAULT_MAX_BYTES = 1024 * MEBIBYTE;

/** The writing end of an embedded log. */
export class EmbeddedLogAppender implements QueueAppender {
  readonly shards: number;
  readonly #writers: readonly ShardWriter[];
  readonly #signal: LogSignal;
  readonly #admission: Admission;
  readonly #onReleaseError: (error: unknown) => void;
  #removing: Promise<void> | null = null;
  #closed: Promise<void> | null = null;

  constructor(config: EmbeddedLogConfig, signal: EmbeddedLogSignal, recovered: readonly RecoveredShard[]) {
    this.shards = config.shards;
    this.#onReleaseError = config.onReleaseError;
    this.#signal = new LogSignal(signal, (wake) => {
      if (wake.kind === 'released') this.#onReleased();
    });
    this.#writers = recovered.map((files, shard) => this.#openWriter(config, shard, files));
    this.#admission = new Admission(config.maxBytes ?? DEFAULT_MAX_BYTES, () => this.depth().bytes);
  }

  get saturated(): boolean {
    return this.#admission.saturated;
  }

  async append(shard: number, record: Uint8Array): Promise<EntryId> {
    const writer = this.#writer(shard);
    if (record.length > MAX_RECORD_BYTES) throw new RangeError(`A record of ${record.length} bytes is too large`);
    if (this.#closed !== null) throw closedError();
    const bytes = recordBytes(record.length);
    const room = this.#admission.enter(bytes);
    if (room !== undefined) await room;
    try {
      return formatEntryId(await writer.append(record));
    } finally {
      this.#admission.done(bytes);
    }
  }

  depth(): ShardDepth {
    let entries = 0;
    let bytes = 0;
    for (const [shard, writer] of this.#writers.entries()) {
      const depth = writer.depth(this.#signal.released(shard));
      entries += depth.entries;
      bytes += depth.bytes;
    }
    return { entries, bytes };
  }

  depthAfter(shard: number, after: EntryId | null): ShardDepth {
    return this.#writer(shard).depth(after === null ? 0 : parseEntryId(after));
  }

  /** Whether a number of bytes fits in now, beside what is stored and under way. */
  hasRoom(bytes: number): boolean {
    return this.#admission.hasRoom(bytes);
  }

  lastId(shard: number): number {
    return this.#writer(shard).lastId;
  }

  advance(shard: number, to: number): void {
    this.#writer(shard).advance(to);
  }

  /** Refuses appends that wait for room, finishes those under way, then closes the files. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#admission.close(closedError());
    await Promise.all(this.#writers.map((writer) => writer.close()));
    await this.#removing;
    this.#signal.close();
  }

  #writer(shard: number): ShardWriter {
    const writer = this.#writers[shard];
    if (writer === undefined) throw new RangeError(`There is no shard ${shard} in a log of ${this.shards}`);
    return writer;
  }

  #openWriter(config: EmbeddedLogConfig, shard: number, files: RecoveredShard): ShardWriter {
    const floor = config.startAfter?.[shard] ?? null;
    const writer = new ShardWriter(files, {
      folder: shardFolder(config.dir, shard),
      segmentBytes: config.segmentBytes ?? DEFAULT_SEGMENT_BYTES,
      startAfter: floor === null ? 0 : parseEntryId(floor),
      onDurable: (lastId) => this.#signal.setDurable(shard, lastId),
      onFinished: () => this.#startRemoving(),
    });
    this.#signal.setDurable(shard, writer.lastId);
    return writer;
  }

  #onReleased(): void {
    this.#admission.recheck();
    this.#startRemoving();
  }

  #startRemoving(): void {
    this.#removing ??= this.#removeReleased().finally(() => {
      this.#removing = null;
    });
  }

  async #removeReleased(): Promise<void> {
    for (const [shard, writer] of this.#writers.entries()) {
      await writer.removeUpTo(this.#signal.released(shard)).catch(this.#onReleaseError);
    }
  }
}

function closedError(): Error {
  return new Error('The log is closed');
}
