import type { Database } from '../database.ts';

/** Age after which a minute's line is merged into its hour's, in milliseconds. */
const MERGE_AFTER_MS = 2 * 86_400_000;

const HOUR = `date_bin('1 hour', minute, timestamptz '1970-01-01 00:00:00+00')`;

const COUNTERS = ['messages', 'readings'].flatMap((unit) =>
  ['received', 'stored', 'duplicate', 'rejected'].map((outcome) => `${unit}_${outcome}`),
);

const COMPACT = `WITH taken AS (
    DELETE FROM ledger WHERE (account_id, agent_id, minute) IN (
      SELECT account_id, agent_id, minute FROM ledger WHERE minute <> ${HOUR} AND minute < $1 ORDER BY minute LIMIT $2)
    RETURNING *),
  merged AS (
    INSERT INTO ledger AS l (account_id, agent_id, minute, ${COUNTERS.join(', ')})
    SELECT account_id, agent_id, ${HOUR}, ${COUNTERS.map((name) => `sum(${name})`).join(', ')} FROM taken
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (account_id, agent_id, minute) DO UPDATE
      SET ${COUNTERS.map((name) => `${name} = l.${name} + excluded.${name}`).join(', ')})
  SELECT count(*) AS count FROM taken`;

/**
 * Merges old lines of the ledger into one per hour: a line per agent and minute for ever would outgrow the readings of
 * a quiet agent. The sums stay the same.
 *
 * @param now - milliseconds since the Unix epoch
 * @param limit - most lines to merge
 * @returns number of lines merged
 */
export async function compactLedger(db: Database, now: number, limit: number): Promise<number> {
  const before = new Date(Math.floor((now - MERGE_AFTER_MS) / 3_600_000) * 3_600_000);
  const rows = await db.query<{ count: number }>(COMPACT, [before, limit]);
  return rows[0]?.count ?? 0;
}
