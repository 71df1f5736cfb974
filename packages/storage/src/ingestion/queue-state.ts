import type { Queryable } from '../database.ts';
import { JOURNAL_CURSORS } from '../ledger/counted-positions.ts';
import type { QueuePosition } from './queue-position.ts';

/** What the database knows of a shard. */
export interface ShardState {
  readonly shard: number;
  /** Name of the process that may store the shard's readings, or was the last to. */
  readonly owner: string;
  readonly epoch: number;
  /** Milliseconds until somebody else may take the shard over; negative when its lease has ended. */
  readonly leaseLeftMs: number;
  /** Last entry that is stored; null when none is. */
  readonly offset: QueuePosition | null;
}

/** How far one shard of a journal has come. Null: nothing of it yet. */
export interface JournalState {
  readonly journal: string;
  readonly shard: number;
  readonly stored: number | null;
  readonly counted: number | null;
  /** Milliseconds since the Unix epoch. */
  readonly storedAt: number | null;
}

export interface QueueState {
  /** By shard. */
  readonly shards: readonly ShardState[];
  /** Those that were stored last come first. */
  readonly journals: readonly JournalState[];
  /** Whether there are more journals than were asked for. */
  readonly moreJournals: boolean;
}

const SHARDS = `SELECT shard, owner, epoch, entry_id AS offset,
    (extract(epoch FROM lease_until - clock_timestamp()) * 1000)::float8 AS "leaseLeftMs"
  FROM shard_offsets WHERE queue = $1 ORDER BY shard`;

/** Counted positions do not name the queue: what is not known to go into another one is shown. */
const JOURNALS = `SELECT coalesce(o.journal, c.journal) AS journal, coalesce(o.shard, c.shard) AS shard,
    o.position AS stored, c.position AS counted, o.updated_at AS "storedAt"
  FROM (SELECT * FROM journal_offsets WHERE queue = $1) o
    FULL JOIN (${JOURNAL_CURSORS}) c ON c.journal = o.journal AND c.shard = o.shard
  WHERE o.journal IS NOT NULL OR NOT EXISTS (SELECT FROM journal_offsets x WHERE x.journal = c.journal AND x.queue <> $1)
  ORDER BY o.updated_at DESC NULLS FIRST, 1, 2 LIMIT $2`;

/**
 * Reads how far a queue is worked off, and by whom.
 *
 * @param queue - its name
 * @param maxJournals - most shards of journals in the answer
 */
export async function readQueueState(db: Queryable, queue: string, maxJournals: number): Promise<QueueState> {
  const shards = await db.query<ShardState>(SHARDS, [queue]);
  const journals = await db.query<JournalState>(JOURNALS, [queue, maxJournals + 1]);
  return { shards, journals: journals.slice(0, maxJournals), moreJournals: journals.length > maxJournals };
}
