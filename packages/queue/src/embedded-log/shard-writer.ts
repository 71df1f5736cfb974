import type { FileHandle } from 'node:fs/promises';
import { truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ShardDepth } from '../port.ts';
import { GroupBuffer, groupLength, type PendingAppend } from './group-buffer.ts';
import type { RecoveredShard, Segment } from './recover.ts';
import { createSegment } from './segment-files.ts';
import { segmentsDepth } from './shard-depth.ts';
import { writeSynced } from './synced-file.ts';

export interface ShardWriterOptions {
  readonly folder: string;
  readonly segmentBytes: number;
  /** Id that new entries come after, at least; 0 when the log alone decides. */
  readonly startAfter: number;
  /** Called after each sync, before the appends resolve. */
  readonly onDurable: (lastId: number) => void;
  /** Called when a new file was begun: the one before may be deleted from now on. */
  readonly onFinished: () => void;
}

/**
 * Appends to the segments of one shard with group commit: while one write and its sync run, appends gather for the
 * next one. The sync is that of fdatasync: it flushes the data and the file size (POSIX: all metadata needed to read the data back), so an
 * append that resolved survives a kill of the process and a loss of power, as far as the disk keeps what it says it
 * wrote; the file's name was made durable by an fsync of the folder before the first append into it.
 */
export class ShardWriter {
  readonly #options: ShardWriterOptions;
  readonly #segments: Segment[];
  readonly #group = new GroupBuffer();
  #handle: FileHandle | null;
  #lastId: number;
  #pending: PendingAppend[] = [];
  #running: Promise<void> | null = null;
  /** The file may hold bytes behind the durable ones that must go before anything is written. */
  #leftover = false;
  /**
   * The last write failed. The next one begins a new file: on a full disk this one can then be deleted once its entries
   * are released, which is what makes room.
   */
  #failed = false;

  constructor(recovered: RecoveredShard, options: ShardWriterOptions) {
    this.#options = options;
    this.#segments = recovered.segments;
    this.#handle = recovered.handle;
    this.#lastId = Math.max(recovered.segments.at(-1)?.lastId ?? 0, options.startAfter);
  }

  get lastId(): number {
    return this.#lastId;
  }

  /** Leaves ids out: the next one comes after `to`, at least. */
  advance(to: number): void {
    this.#lastId = Math.max(this.#lastId, to);
  }

  /** Entries above `released`. */
  depth(released: number): ShardDepth {
    return segmentsDepth(this.#segments, released);
  }

  /**
   * @param record - not to be changed until this resolves
   * @returns the entry's id, once it is durable
   * @throws Error when it could not be made durable; nothing of it stays in the log then
   */
  append(record: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ record, resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  /** Removes the segments that hold nothing above `upTo`. The newest stays: its name keeps the ids going. */
  async removeUpTo(upTo: number): Promise<void> {
    while (this.#segments.length > 1) {
      const [oldest] = this.#segments;
      if (oldest === undefined || oldest.lastId > upTo) return;
      const path = join(this.#options.folder, oldest.name.file);
      // A reader that rests in the file would keep its room on the disk from being used.
      await truncate(path);
      await unlink(path);
      this.#segments.shift();
    }
  }

  /** Waits for the appends under way and closes the file. */
  async close(): Promise<void> {
    await this.#running;
    await this.#handle?.close();
    this.#handle = null;
  }

  async #drain(): Promise<void> {
    // Appends made in the same turn of the event loop share the first write.
    await Promise.resolve();
    while (this.#pending.length > 0) {
      const group = this.#pending.splice(0, groupLength(this.#pending));
      await this.#commit(group).catch((error: unknown) => {
        for (const { reject } of group) reject(error);
      });
    }
    this.#running = null;
  }

  async #commit(group: readonly PendingAppend[]): Promise<void> {
    const { segment, handle } = await this.#writableSegment();
    const firstId = this.#lastId + 1;
    const bytes = this.#group.encode(group, firstId, segment.name.salt);
    this.#leftover = true;
    try {
      await writeSynced(handle, bytes, segment.bytes);
    } catch (error) {
      this.#failed = true;
      await this.#takeBack(handle, segment).catch(() => undefined); // `#leftover` stays set: tried again before the next write
      throw error;
    }
    this.#leftover = false;
    this.#failed = false;
    segment.bytes += bytes.length;
    this.#lastId = firstId + group.length - 1;
    segment.lastId = this.#lastId;
    this.#options.onDurable(this.#lastId);
    for (const [i, { resolve }] of group.entries()) resolve(firstId + i);
  }

  async #writableSegment(): Promise<{ segment: Segment; handle: FileHandle }> {
    const segment = this.#segments.at(-1);
    const handle = this.#handle;
    if (segment === undefined || handle === null) return this.#rotate();
    if (this.#leftover) await this.#takeBack(handle, segment);
    // A jump of the ids (see `startAfter`) begins a segment too, so that ids within one have no gaps.
    const jumps = segment.lastId !== this.#lastId;
    const abandoned = this.#failed && segment.bytes > 0;
    if (segment.bytes >= this.#options.segmentBytes || jumps || abandoned) return this.#rotate();
    return { segment, handle };
  }

  async #rotate(): Promise<{ segment: Segment; handle: FileHandle }> {
    const { name, handle } = await createSegment(this.#options.folder, this.#lastId + 1);
    const segment: Segment = { name, lastId: this.#lastId, bytes: 0 };
    const previous = this.#handle;
    this.#segments.push(segment);
    this.#handle = handle;
    await previous?.close();
    this.#options.onFinished();
    return { segment, handle };
  }

  async #takeBack(handle: FileHandle, segment: Segment): Promise<void> {
    await handle.truncate(segment.bytes);
    this.#leftover = false;
  }
}
