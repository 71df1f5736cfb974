import type { Database } from '../database.ts';
import type { DayTables } from '../readings/day-tables.ts';
import { dayTablesOf, engineKind } from '../readings/detect-engine.ts';
import { ADVISORY_LOCK } from './advisory-locks.ts';

const COLUMNS = 'series_id, bucket, count, good_count, sum, min, max, first, first_time, last, last_time';

/** Everything but the key, over the rows of one group. */
const COMBINED = `sum(count)::bigint AS count, sum(good_count)::bigint AS good_count, sum(sum) AS sum, min(min) AS min,
  max(max) AS max, (array_agg(first ORDER BY first_time))[1] AS first, min(first_time) AS first_time,
  (array_agg(last ORDER BY last_time DESC))[1] AS last, max(last_time) AS last_time`;

const ADD_TO_BUCKET = `ON CONFLICT (series_id, bucket) DO UPDATE SET count = t.count + excluded.count,
  good_count = t.good_count + excluded.good_count, sum = t.sum + excluded.sum,
  min = least(t.min, excluded.min), max = greatest(t.max, excluded.max),
  first = CASE WHEN excluded.first_time < t.first_time THEN excluded.first ELSE t.first END,
  first_time = least(t.first_time, excluded.first_time),
  last = CASE WHEN excluded.last_time >= t.last_time THEN excluded.last ELSE t.last END,
  last_time = greatest(t.last_time, excluded.last_time)`;

/**
 * One statement, so that what is taken away is exactly what is added: to the minutes, and to the hours at once. Commits
 * only append, and neither wait for this nor disturb it.
 */
const mergeSql = ({ partials, minutes, hours }: DayTables): string => `WITH taken AS (
    DELETE FROM ${partials} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${partials} LIMIT $1)) RETURNING *),
  minutes AS MATERIALIZED (SELECT series_id, bucket, ${COMBINED} FROM taken GROUP BY series_id, bucket),
  hours AS (SELECT series_id, date_bin('1 hour', bucket, to_timestamp(0)) AS bucket, ${COMBINED} FROM minutes GROUP BY 1, 2),
  into_minutes AS (
    INSERT INTO ${minutes} AS t (${COLUMNS}) SELECT ${COLUMNS} FROM minutes ORDER BY series_id, bucket ${ADD_TO_BUCKET}),
  into_hours AS (
    INSERT INTO ${hours} AS t (${COLUMNS}) SELECT ${COLUMNS} FROM hours ORDER BY series_id, bucket ${ADD_TO_BUCKET})
  SELECT count(*) AS count FROM taken`;

/**
 * Merges what commits have left for the roll-ups into them; with TimescaleDB that is only what came late. Late readings need no special care: what a commit adds to
 * a minute is added to it whenever it comes, also when the readings of that time have been dropped by retention.
 *
 * @param limit - most rows of commits to merge
 * @returns number of rows merged; 0 also when another session is at it
 */
export async function rollUp(db: Database, limit: number): Promise<number> {
  return db.transaction(async (tx) => {
    const locked = await tx.query<{ ok: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS ok', [
      ADVISORY_LOCK.rollUp,
    ]);
    if (locked[0]?.ok !== true) return 0;
    const tables = dayTablesOf(await engineKind(tx));
    const merged = await tx.query<{ count: number }>(mergeSql(tables), [limit]);
    return merged[0]?.count ?? 0;
  });
}
