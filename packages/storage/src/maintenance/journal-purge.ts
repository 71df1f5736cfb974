import type { Database } from '../database.ts';
import { journalQueueName, PREFIX } from '../ledger/counted-positions.ts';

/**
 * How long a journal must not have moved before it is taken to be gone, in milliseconds: longer than a machine is put
 * away with something in its journal. One that came back later would send again what it still has.
 */
const FORGOTTEN_MS = 400 * 86_400_000;

/** Of such a journal everything is stored and counted: what the two know of it is the same, shard by shard. */
const GONE = `SELECT o.queue, o.journal
  FROM journal_offsets o LEFT JOIN intake_cursors c ON c.queue = '${PREFIX}' || o.journal AND c.shard = o.shard
  GROUP BY o.queue, o.journal
  HAVING max(o.updated_at) < $1 AND bool_and(coalesce(c.entry_id::bigint = o.position, false))
    AND count(*) = (SELECT count(*) FROM intake_cursors x WHERE x.queue = '${PREFIX}' || o.journal)
  LIMIT $2`;

const FORGET = `DELETE FROM journal_offsets o USING (${GONE}) g
  WHERE o.queue = g.queue AND o.journal = g.journal AND o.updated_at < $1 RETURNING o.journal`;

const FORGET_COUNTED = `DELETE FROM intake_cursors WHERE queue = ANY ($1::text[])`;

/**
 * Forgets journals that are gone.
 *
 * @param now - milliseconds since the Unix epoch
 * @param limit - most journals at once
 * @returns their UUIDs
 */
export function purgeJournals(db: Database, now: number, limit: number): Promise<string[]> {
  return db.transaction(async (tx) => {
    const rows = await tx.query<{ journal: string }>(FORGET, [new Date(now - FORGOTTEN_MS), limit]);
    const journals = [...new Set(rows.map(({ journal }) => journal))];
    if (journals.length > 0) await tx.query(FORGET_COUNTED, [journals.map((journal) => journalQueueName(journal))]);
    return journals;
  });
}
