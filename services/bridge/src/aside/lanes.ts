import type { EntryId, QueueEntry, ShardDepth } from '@hawser/queue';

/** Messages that were taken from the broker and not put into the queue yet, on the disk, in several lanes. */
export interface Lanes {
  readonly lanes: number;
  /** Resolves when the record is durable. @throws Error when the disk refuses; nothing was appended then */
  append(lane: number, record: Uint8Array): Promise<void>;
  /** The oldest entries of a lane that were not moved on. Reads of one lane must not overlap. */
  read(lane: number): Promise<readonly QueueEntry[]>;
  /** Names the place of an entry for ever and in the whole installation. */
  placeOf(lane: number, id: EntryId): string;
  /** Everything in a lane that was not moved on, in parts. */
  readAll(lane: number): AsyncIterable<readonly QueueEntry[]>;
  /** Lets go of what was moved on into the queue. Calls must not overlap. @throws Error when the disk refuses */
  moved(upTo: ReadonlyMap<number, EntryId>): Promise<void>;
  /** What was not moved on. */
  depth(lane: number): ShardDepth;
  close(): Promise<void>;
}
