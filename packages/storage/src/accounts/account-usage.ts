import type { AccountId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { MINUTE_MS, startOfMinute } from '../ledger/minute.ts';

/** What agents of one account have sent, to be added to what is known of the day. */
export interface UsageTally {
  readonly accountId: AccountId;
  readonly messages: number;
  readonly bytes: number;
}

/** What an account and all below it use. */
export interface BranchUsage {
  /** Bytes of messages taken in since the start of the day (UTC). */
  readonly bytesToday: number;
  /** Readings of messages taken in, and the messages they came in, over the last full minutes. */
  readonly readings: number;
  readonly messages: number;
}

export interface AccountUsageRepository {
  /** Adds to the day that holds `now`, in milliseconds since the Unix epoch; accounts that are gone are passed over. */
  add(tallies: readonly UsageTally[], now: number): Promise<void>;
  /** @param minutes - how many full minutes before `now` the readings and messages are counted over */
  ofBranch(account: AccountId, now: number, minutes: number): Promise<BranchUsage>;
  /** Forgets days before a time; returns how many rows that were, at most `limit`. */
  purge(before: number, limit: number): Promise<number>;
}

/** Sorted, so that two processes lock the rows in the same order. */
const ADD = `INSERT INTO account_usage AS u (account_id, day, messages, bytes)
  SELECT a.id, $4::date, t.messages, t.bytes
  FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS t (id, messages, bytes) JOIN accounts a ON a.id = t.id
  ORDER BY a.id
  ON CONFLICT (account_id, day) DO UPDATE SET messages = u.messages + excluded.messages, bytes = u.bytes + excluded.bytes`;

const OF_BRANCH = `WITH branch AS (
    SELECT c.id FROM accounts a JOIN accounts c ON c.path = a.path OR starts_with(c.path, a.path || '/') WHERE a.id = $1),
  days AS (SELECT sum(bytes) AS bytes FROM account_usage WHERE account_id IN (SELECT id FROM branch) AND day = $2::date),
  lines AS (
    SELECT sum(readings_received) AS readings, sum(messages_stored + messages_duplicate + messages_rejected) AS messages
    FROM ledger WHERE account_id IN (SELECT id FROM branch) AND minute >= $3 AND minute < $4)
  SELECT coalesce(days.bytes, 0)::bigint AS "bytesToday", coalesce(readings, 0)::bigint AS readings,
    coalesce(messages, 0)::bigint AS messages
  FROM days, lines`;

const PURGE = `WITH gone AS (DELETE FROM account_usage WHERE (account_id, day) IN (
    SELECT account_id, day FROM account_usage WHERE day < $1::date ORDER BY day LIMIT $2) RETURNING 1)
  SELECT count(*) AS count FROM gone`;

export function createAccountUsageRepository(db: Queryable): AccountUsageRepository {
  return {
    async add(tallies, now) {
      if (tallies.length === 0) return;
      const [ids, messages, bytes] = [
        tallies.map((tally) => tally.accountId),
        tallies.map((tally) => tally.messages),
        tallies.map((tally) => tally.bytes),
      ];
      await db.query(ADD, [ids, messages, bytes, utcDay(now)]);
    },
    async ofBranch(account, now, minutes) {
      const to = startOfMinute(now);
      const params = [account, utcDay(now), new Date(to - minutes * MINUTE_MS), new Date(to)];
      const [row] = await db.query<BranchUsage>(OF_BRANCH, params);
      return row ?? { bytesToday: 0, readings: 0, messages: 0 };
    },
    async purge(before, limit) {
      const [row] = await db.query<{ count: number }>(PURGE, [utcDay(before), limit]);
      return row?.count ?? 0;
    },
  };
}

/** The UTC day of a time, as in `2026-01-31`. */
function utcDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
