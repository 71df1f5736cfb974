import type { AccountId, LimitName } from '@hawser/core';
import type { Queryable } from '../database.ts';

/** `near` from four fifths of a limit on, `reached` at the limit. */
export type LimitLevelName = 'near' | 'reached';

export interface LimitCrossing {
  readonly account: AccountId;
  readonly limit: LimitName;
  readonly level: LimitLevelName;
}

export interface NotedCrossing {
  readonly limit: LimitName;
  readonly level: LimitLevelName;
  /** Milliseconds since the Unix epoch. */
  readonly since: number;
}

export interface LimitCrossings {
  /**
   * Notes what is so now; at most one of each account, limit and level. What was noted within the last five minutes, or
   * for a limit of a day on the same day (UTC), goes on; anything else begins. Of several processes that note the same,
   * one is told that it began.
   *
   * @param now - milliseconds since the Unix epoch
   * @returns those that began now
   */
  note(crossings: readonly LimitCrossing[], now: number): Promise<LimitCrossing[]>;
  /** What goes on in an account at a time, in milliseconds since the Unix epoch. */
  ofAccount(account: AccountId, now: number): Promise<NotedCrossing[]>;
}

/** Seen last before this, a crossing is over. */
const LASTS_FROM = (now: string) =>
  `(CASE c.name WHEN 'bytes_per_day' THEN date_trunc('day', ${now}, 'UTC') ELSE ${now} - interval '5 minutes' END)`;

/** Whoever comes second waits for the row, and sees that it was noted. Sorted, as all who lock many are. */
const NOTE = `INSERT INTO limit_crossings AS c (account_id, name, level, since, seen_at)
  SELECT a.id, t.name, t.level, $4::timestamptz, $4::timestamptz
  FROM unnest($1::uuid[], $2::text[], $3::text[]) AS t (id, name, level) JOIN accounts a ON a.id = t.id
  ORDER BY a.id, t.name, t.level
  ON CONFLICT (account_id, name, level) DO UPDATE SET seen_at = greatest(c.seen_at, excluded.seen_at),
    since = CASE WHEN c.seen_at < ${LASTS_FROM('excluded.seen_at')} THEN excluded.since ELSE c.since END
  RETURNING account_id AS account, name AS limit, level, since = seen_at AS "isNew"`;

const OF_ACCOUNT = `SELECT name AS limit, level, since FROM limit_crossings c
  WHERE account_id = $1 AND seen_at >= ${LASTS_FROM('$2::timestamptz')} ORDER BY name, level`;

export function createLimitCrossings(db: Queryable): LimitCrossings {
  return {
    async note(crossings, now) {
      if (crossings.length === 0) return [];
      const [accounts, limits, levels] = [
        crossings.map(({ account }) => account),
        crossings.map(({ limit }) => limit),
        crossings.map(({ level }) => level),
      ];
      const noted = await db.query<LimitCrossing & { isNew: boolean }>(NOTE, [accounts, limits, levels, new Date(now)]);
      return noted.filter(({ isNew }) => isNew).map(({ account, limit, level }) => ({ account, limit, level }));
    },
    ofAccount: (account, now) => db.query<NotedCrossing>(OF_ACCOUNT, [account, new Date(now)]),
  };
}
