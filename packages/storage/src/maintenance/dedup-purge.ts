import type { Database } from '../database.ts';

/** How long an opaque message id is remembered, in milliseconds. */
const DEDUP_WINDOW_MS = 86_400_000;

export interface DedupLimits {
  /** Ids kept per agent, whatever their age. */
  readonly idsPerAgent: number;
  /** Most rows to delete in one call. */
  readonly rows: number;
}

const EXPIRED = `WITH gone AS (DELETE FROM dedup_ids WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM dedup_ids WHERE received_at < $1 ORDER BY received_at LIMIT $2)) RETURNING 1)
  SELECT count(*) AS count FROM gone`;

const OVERFLOWING =
  'SELECT agent_id AS "agentId", count(*) - $1 AS excess FROM dedup_ids GROUP BY agent_id HAVING count(*) > $1';

const OLDEST = `WITH gone AS (DELETE FROM dedup_ids WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM dedup_ids WHERE agent_id = $1 ORDER BY received_at LIMIT $2)) RETURNING 1)
  SELECT count(*) AS count FROM gone`;

/** Sequence histories of agents that are gone; living agents keep theirs for ever. */
const ORPHANED_CURSORS = `DELETE FROM dedup_cursors c WHERE NOT EXISTS (SELECT FROM agents a WHERE a.id = c.agent_id)`;

/**
 * Forgets message ids that are older than 24 hours or more than an agent may have, the oldest first.
 *
 * @param now - milliseconds since the Unix epoch
 * @returns number of ids forgotten
 */
export async function purgeDedup(db: Database, now: number, limits: DedupLimits): Promise<number> {
  let deleted = await count(db, EXPIRED, [new Date(now - DEDUP_WINDOW_MS), limits.rows]);
  const overflowing = await db.query<{ agentId: string; excess: number }>(OVERFLOWING, [limits.idsPerAgent]);
  for (const { agentId, excess } of overflowing) {
    if (deleted >= limits.rows) return deleted;
    deleted += await count(db, OLDEST, [agentId, Math.min(excess, limits.rows - deleted)]);
  }
  await db.query(ORPHANED_CURSORS);
  return deleted;
}

async function count(db: Database, sql: string, params: readonly unknown[]): Promise<number> {
  const rows = await db.query<{ count: number }>(sql, params);
  return rows[0]?.count ?? 0;
}
