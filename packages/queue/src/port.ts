/** Longest record that a queue takes, in bytes. */
export const MAX_RECORD_BYTES = 32 * 1024 * 1024;

/**
 * Identifies an entry within its shard. Opaque outside the adapter that made it; `Queue.compare` orders two of them.
 */
export type EntryId = string & { readonly __brand: 'EntryId' };

/**
 * Where an entry stood in the journal that it came through. Within a shard the positions of one journal rise; an entry
 * whose position was seen before is the same entry, sent again after an outcome that nobody learned.
 */
export interface EntryOrigin {
  /** UUID of the journal. */
  readonly journal: string;
  readonly position: number;
}

export interface QueueEntry {
  readonly id: EntryId;
  readonly record: Uint8Array;
  /** Left out by queues that append every record once, and for entries that did not come through a journal. */
  readonly origin?: EntryOrigin;
}

export interface ShardDepth {
  /** Entries appended and not yet released. */
  readonly entries: number;
  readonly bytes: number;
}

/** The writing end, held by intake. */
export interface QueueAppender {
  readonly shards: number;
  /**
   * Appends one record and resolves when it is durable (group commit). When the queue is full it waits until there
   * is room: the caller must not acknowledge before this resolves.
   *
   * @throws Error when the record cannot be made durable (for example a full disk); nothing was appended then.
   */
  append(shard: number, record: Uint8Array): Promise<EntryId>;
  depth(): ShardDepth;
  /** True while appends wait for room. */
  readonly saturated: boolean;
  close(): Promise<void>;
}

export interface ReadOptions {
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** How long to wait for a first entry, in milliseconds; 0 answers at once. */
  readonly waitMs: number;
  readonly signal?: AbortSignal;
}

/** The reading end, held by the ingestion worker that owns the shard, and by whoever audits the queue. */
export interface QueueReader {
  readonly shards: number;
  /** Negative, zero or positive, as `Array.sort` wants it. */
  compare(a: EntryId, b: EntryId): number;
  /**
   * Reads durable entries after `after` (null: from the first one kept), in order. At least one entry is returned
   * when there is one, even if it alone is larger than `maxBytes`.
   */
  read(shard: number, after: EntryId | null, options: ReadOptions): Promise<QueueEntry[]>;
  /** Lets go of every entry up to and including `upTo`; called after the database has committed that offset. */
  release(shard: number, upTo: EntryId): Promise<void>;
  close(): Promise<void>;
}

/**
 * Says which shard an agent's messages go to: FNV-1a over the id, so that it is the same in every process.
 *
 * @param agentId - the agent's UUID
 * @param shards - number of shards, at least 1
 */
export function shardOf(agentId: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < agentId.length; i++) {
    hash ^= agentId.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % shards;
}
