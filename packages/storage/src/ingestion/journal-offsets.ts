import type { Database, Queryable } from '../database.ts';
import type { JournalPosition, QueuePosition } from './queue-position.ts';

/** What the database knows of journals, for whoever forwards them into the queue. */
export interface JournalOffsets {
  /**
   * Says how far a journal is stored: what lies above has to be in the queue, what lies below may go.
   *
   * @param journal - UUID of the journal
   * @returns highest stored position by shard; a shard of which nothing is stored has none
   */
  storedPositions(journal: string): Promise<ReadonlyMap<number, number>>;
  /**
   * Notes that the shard's stream came back empty, before anything is appended to the new one: from now on a commit of
   * what was read from the lost stream is refused, and its entries are stored when they have been sent again.
   *
   * @returns last id that the database knows of the shard: new ids must come after it. Null when it knows none
   */
  newGeneration(shard: number): Promise<QueuePosition | null>;
}

const STORED = 'SELECT shard, position FROM journal_offsets WHERE queue = $1 AND journal = $2';

const OF_SHARD = 'SELECT journal, position FROM journal_offsets WHERE queue = $1 AND shard = $2';

const NEW_GENERATION = `UPDATE shard_offsets SET epoch = epoch + 1 WHERE queue = $1 AND shard = $2
  RETURNING entry_id AS offset`;

const STORE = `INSERT INTO journal_offsets AS o (queue, shard, journal, position, updated_at)
  SELECT $1, $2, journal, position, now() FROM unnest($3::uuid[], $4::bigint[]) AS p (journal, position)
  ON CONFLICT (queue, shard, journal) DO UPDATE
    SET position = greatest(o.position, excluded.position), updated_at = excluded.updated_at`;

/**
 * @param config.queue - name of the queue that the journals are forwarded into
 */
export function createJournalOffsets(db: Database, config: { readonly queue: string }): JournalOffsets {
  const { queue } = config;
  return {
    async storedPositions(journal) {
      const rows = await db.query<{ shard: number; position: number }>(STORED, [queue, journal]);
      return new Map(rows.map(({ shard, position }) => [shard, position]));
    },
    async newGeneration(shard) {
      const rows = await db.query<{ offset: QueuePosition | null }>(NEW_GENERATION, [queue, shard]);
      return rows[0]?.offset ?? null;
    },
  };
}

/** Positions of every journal that came through the shard. */
export function loadJournalPositions(db: Queryable, queue: string, shard: number): Promise<JournalPosition[]> {
  return db.query<JournalPosition>(OF_SHARD, [queue, shard]);
}

/** Moves positions forward, never back. At most one per journal. */
export async function storeJournalPositions(
  db: Queryable,
  queue: string,
  shard: number,
  positions: readonly JournalPosition[],
): Promise<void> {
  if (positions.length === 0) return;
  await db.query(STORE, [queue, shard, positions.map((p) => p.journal), positions.map((p) => p.position)]);
}
