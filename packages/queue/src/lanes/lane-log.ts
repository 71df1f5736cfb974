import { mkdir } from 'node:fs/promises';
import type { Logger } from '@hawser/platform';
import type { OnCorruption } from '../embedded-log/corruption.ts';
import { type EmbeddedLog, openEmbeddedLog } from '../embedded-log/embedded-log.ts';
import { parseEntryId } from '../embedded-log/entry-id.ts';
import { openEmbeddedLogReader } from '../embedded-log/reader.ts';
import { existingShards } from '../embedded-log/segment-files.ts';
import { journalIdentity } from '../journal/identity.ts';
import type { EntryId, QueueEntry, QueueReader, ShardDepth } from '../port.ts';
import { LanePositions } from './lane-positions.ts';

const MEBIBYTE = 1024 * 1024;
/** Small files, so that what was moved on soon leaves the disk. */
const SEGMENT_BYTES = 4 * MEBIBYTE;
const AHEAD = { maxEntries: 500, maxBytes: MEBIBYTE, waitMs: 0 };

export interface LaneLogConfig {
  readonly dir: string;
  /** So many can be held back apart from each other; more when there were more before. */
  readonly lanes: number;
  /** Most bytes in all lanes together; above it appends wait. */
  readonly maxBytes: number;
}

export interface LaneLogDeps {
  readonly onCorruption: OnCorruption;
  readonly log: Logger;
}

/** Records that wait beside the queue, on the disk, in several lanes that know by themselves how far they were worked off. */
export class LaneLog {
  readonly lanes: number;
  /** UUID that tells the places in this folder from those in all others. */
  readonly #identity: string;
  readonly #log: EmbeddedLog;
  readonly #reader: QueueReader;
  readonly #positions: LanePositions;

  private constructor(identity: string, log: EmbeddedLog, reader: QueueReader, positions: LanePositions) {
    this.lanes = log.appender.shards;
    this.#identity = identity;
    this.#log = log;
    this.#reader = reader;
    this.#positions = positions;
  }

  /** @throws Error when the folder cannot be used */
  static async open(
    { dir, lanes: wanted, maxBytes }: LaneLogConfig,
    { onCorruption, log }: LaneLogDeps,
  ): Promise<LaneLog> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const identity = await journalIdentity(dir);
    const positions = await LanePositions.open(dir);
    const shards = Math.max(wanted, ((await existingShards(dir)).at(-1) ?? -1) + 1);
    const lanes = await openEmbeddedLog({
      dir,
      shards,
      maxBytes,
      segmentBytes: SEGMENT_BYTES,
      // Files may have been lost while the positions were not.
      startAfter: Array.from({ length: shards }, (_, lane) => positions.of(lane)),
      onCorruption,
      onReleaseError: (err) => log.warn({ err }, 'A file of messages set aside could not be deleted yet'),
    });
    const reader = openEmbeddedLogReader({ dir, signal: lanes.signal, onCorruption });
    const opened = new LaneLog(identity, lanes, reader, positions);
    await opened.#releaseMoved();
    return opened;
  }

  /** Resolves when the record is durable. @throws Error when the disk refuses; nothing was appended then */
  async append(lane: number, record: Uint8Array): Promise<void> {
    await this.#log.appender.append(lane, record);
  }

  /** The oldest entries of a lane that were not moved on. */
  async read(lane: number): Promise<readonly QueueEntry[]> {
    return this.#reader.read(lane, this.#positions.of(lane), AHEAD);
  }

  /** Everything in a lane that was not moved on, in parts. */
  async *readAll(lane: number): AsyncGenerator<readonly QueueEntry[]> {
    for (let after = this.#positions.of(lane); ; ) {
      const entries = await this.#reader.read(lane, after, AHEAD);
      const last = entries.at(-1);
      if (last === undefined) return;
      yield entries;
      after = last.id;
    }
  }

  /** Names the place of an entry for ever and in the whole installation. */
  placeOf(lane: number, id: EntryId): string {
    return `${this.#identity}/${lane}/${parseEntryId(id)}`;
  }

  /** Lets go of what was moved on into the queue. Calls must not overlap. @throws Error when the disk refuses */
  async moved(upTo: ReadonlyMap<number, EntryId>): Promise<void> {
    await this.#positions.write(upTo);
    for (const [lane, id] of upTo) await this.#reader.release(lane, id);
  }

  depth(lane: number): ShardDepth {
    return this.#log.depthAfter(lane, this.#positions.of(lane));
  }

  async close(): Promise<void> {
    await this.#reader.close();
    await this.#log.close();
  }

  async #releaseMoved(): Promise<void> {
    for (let lane = 0; lane < this.lanes; lane++) {
      const upTo = this.#positions.of(lane);
      if (upTo !== null) await this.#reader.release(lane, upTo);
    }
  }
}
