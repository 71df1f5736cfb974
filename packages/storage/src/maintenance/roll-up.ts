import type { Database, Transaction } from '../database.ts';
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
const mergeSql = ({ partials, minutes, hours }: DayTables): string => `WITH
  picked AS MATERIALIZED (SELECT ctid AS place FROM ${partials} WHERE ctid >= $2::tid LIMIT $1),
  taken AS (DELETE FROM ${partials} WHERE ctid = ANY (ARRAY(SELECT place FROM picked)) RETURNING *),
  minutes AS MATERIALIZED (SELECT series_id, bucket, ${COMBINED} FROM taken GROUP BY series_id, bucket),
  hours AS (SELECT series_id, date_bin('1 hour', bucket, to_timestamp(0)) AS bucket, ${COMBINED} FROM minutes GROUP BY 1, 2),
  into_minutes AS (
    INSERT INTO ${minutes} AS t (${COLUMNS}) SELECT ${COLUMNS} FROM minutes ORDER BY series_id, bucket ${ADD_TO_BUCKET}),
  into_hours AS (
    INSERT INTO ${hours} AS t (${COLUMNS}) SELECT ${COLUMNS} FROM hours ORDER BY series_id, bucket ${ADD_TO_BUCKET})
  SELECT count(*) AS count, max(place)::text AS place FROM picked`;

const LOCK = 'SELECT pg_try_advisory_xact_lock($1) AS ok';

interface Merged {
  readonly count: number;
  /** Where the last of them was. */
  readonly place: string | null;
}

const FIRST_PLACE = '(0,0)';

/** Merges what commits have left for the roll-ups into them. */
export interface RollUp {
  /**
   * With TimescaleDB this is only what came late. Late readings need no special care: what a commit adds to a minute is
   * added to it whenever it comes, also when the readings of that time have been dropped by retention.
   *
   * @param limit - most rows of commits to merge
   * @returns number of rows merged; 0 also when another session is at it
   */
  merge(limit: number): Promise<number>;
}

/**
 * It goes on in the table where it left off: rows that were merged stay on their pages until a vacuum, and looking at
 * all of them again each time would cost more than the merging.
 */
export function createRollUp(db: Database): RollUp {
  let from = FIRST_PLACE;
  const mergeAt = (tx: Transaction, tables: DayTables, place: string, limit: number) =>
    tx.query<Merged>(mergeSql(tables), [limit, place]);
  return {
    merge: (limit) =>
      db.transaction(async (tx) => {
        const locked = await tx.query<{ ok: boolean }>(LOCK, [ADVISORY_LOCK.rollUp]);
        if (locked[0]?.ok !== true) return 0;
        await tx.query(`SET LOCAL work_mem = '32MB'`);
        const tables = dayTablesOf(await engineKind(tx));
        let [merged] = await mergeAt(tx, tables, from, limit);
        // Vacuumed pages are filled again from the start.
        if (merged?.count === 0 && from !== FIRST_PLACE) [merged] = await mergeAt(tx, tables, FIRST_PLACE, limit);
        const count = merged?.count ?? 0;
        from = count === limit ? (merged?.place ?? FIRST_PLACE) : FIRST_PLACE;
        return count;
      }),
  };
}
