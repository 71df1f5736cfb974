import type { Database } from '../database.ts';
import type { QueuePosition } from '../ingestion/queue-position.ts';

/** How far the entries of one shard are counted as received. */
export interface CountedPositions {
  /** Last entry that is counted by its id in the queue itself; null when none is. */
  readonly entry: QueuePosition | null;
  /** Highest counted position by the UUID of the journal, for entries that came through one. */
  readonly journals: ReadonlyMap<string, number>;
}

/** What intake has counted, asked by whoever lets go of entries: until they are counted they are still needed. */
export interface CountedPositionsRepository {
  ofShard(shard: number): Promise<CountedPositions>;
  /**
   * @param journal - UUID of the journal
   * @returns highest counted position by shard; a shard of which nothing is counted has none
   */
  ofJournal(journal: string): Promise<ReadonlyMap<number, number>>;
}

/** Before the UUID of a journal, in the name under which it is counted. */
export const PREFIX = 'journal:';

/** In `intake_cursors` a journal is a queue of its own; the ids of its entries are positions in decimal digits. */
export const JOURNAL_CURSORS = `SELECT substr(queue, ${PREFIX.length + 1})::uuid AS journal, shard, entry_id::bigint AS position
  FROM intake_cursors WHERE starts_with(queue, '${PREFIX}')`;

/** Condition that leaves the journals out. */
export const NO_JOURNAL = `NOT starts_with(queue, '${PREFIX}')`;

const OF_SHARD = `SELECT queue, entry_id AS "entryId" FROM intake_cursors
  WHERE shard = $2 AND (queue = $1 OR starts_with(queue, '${PREFIX}'))`;

const OF_JOURNAL = 'SELECT shard, entry_id::bigint AS position FROM intake_cursors WHERE queue = $1';

/**
 * Name under which the received messages of a journal are counted, see `createIntakeLedger`.
 *
 * @param journal - UUID of the journal
 */
export function journalQueueName(journal: string): string {
  return `${PREFIX}${journal}`;
}

/**
 * @param config.queue - name of the queue that ingestion reads
 */
export function createCountedPositions(
  db: Database,
  { queue }: { readonly queue: string },
): CountedPositionsRepository {
  return {
    async ofShard(shard) {
      const rows = await db.query<{ queue: string; entryId: QueuePosition }>(OF_SHARD, [queue, shard]);
      const journals = rows.filter((row) => row.queue.startsWith(PREFIX));
      return {
        entry: rows.find((row) => row.queue === queue)?.entryId ?? null,
        journals: new Map(journals.map((row) => [row.queue.slice(PREFIX.length), Number(row.entryId)])),
      };
    },
    async ofJournal(journal) {
      const rows = await db.query<{ shard: number; position: number }>(OF_JOURNAL, [journalQueueName(journal)]);
      return new Map(rows.map(({ shard, position }) => [shard, position]));
    },
  };
}
