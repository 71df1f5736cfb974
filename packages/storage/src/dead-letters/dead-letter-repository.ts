import { type AccountId, type AgentId, type DeadLetterId, isUuid, Problem, type RejectReason } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { decodePageCursor, encodePageCursor } from '../series/page-cursor.ts';
import type { DeadLetter, DeadLetterSummary } from './dead-letter.ts';
import { type DeadLetterBounds, purgeDeadLetters } from './purge-dead-letters.ts';

export interface DeadLetterPage {
  readonly items: readonly DeadLetterSummary[];
  /** Give it back to continue; null after the last page. */
  readonly nextCursor: string | null;
}

export interface DeadLetterListing {
  readonly limit: number;
  /** `nextCursor` of the page before, null for the first. */
  readonly cursor: string | null;
  readonly agentId?: AgentId;
  readonly reason?: RejectReason;
}

export interface DeadLetterRepository {
  /** Lists an account's dead letters without their payloads, the newest first. */
  list(accountId: AccountId, listing: DeadLetterListing): Promise<DeadLetterPage>;
  /** @returns the dead letter with its original bytes, or null when the account has none with this id */
  byId(accountId: AccountId, id: DeadLetterId): Promise<DeadLetter | null>;
  /** @returns what was removed, or null when the account has none with this id */
  remove(accountId: AccountId, id: DeadLetterId): Promise<DeadLetterSummary | null>;
  /**
   * Notes that the dead letter was put into the queue again.
   *
   * @param at - milliseconds since the Unix epoch
   * @returns false when the account has none with this id
   */
  markReplayed(accountId: AccountId, id: DeadLetterId, at: number): Promise<boolean>;
  /** Deletes what is too old or, account by account, too much; the oldest first. See `purgeDeadLetters`. */
  purge(bounds: DeadLetterBounds): Promise<number>;
}

const SUMMARY = `id, account_id AS "accountId", agent_id AS "agentId", agent_name AS "agentName",
  service_instance AS "serviceInstance", topic, dialect, kind, content_type AS "contentType",
  received_at AS "receivedAt", rejected_at AS "rejectedAt", reason, detail, refused, payload_bytes AS "payloadBytes",
  replays, replayed_at AS "replayedAt"`;

/** Beyond this, the text form of a `Date` is none that PostgreSQL reads. */
const LAST_TIME = Date.UTC(9999, 11, 31);

/** Times go to the microsecond in the database; the cursor knows milliseconds, as all rows are written with. */
const LIST = `SELECT ${SUMMARY} FROM dead_letters
  WHERE account_id = $1 AND ($2::uuid IS NULL OR agent_id = $2) AND ($3::text IS NULL OR reason = $3)
    AND ($4::timestamptz IS NULL OR (rejected_at, id) < ($4, $5::uuid))
  ORDER BY rejected_at DESC, id DESC LIMIT $6`;

const BY_ID = `SELECT ${SUMMARY}, payload FROM dead_letters WHERE account_id = $1 AND id = $2`;

const REMOVE = `DELETE FROM dead_letters WHERE account_id = $1 AND id = $2 RETURNING ${SUMMARY}`;

const MARK_REPLAYED = `UPDATE dead_letters SET replays = replays + 1, replayed_at = $3
  WHERE account_id = $1 AND id = $2 RETURNING id`;

/** Dead letters, on a database or in a transaction of it. */
export function createDeadLetterRepository(db: Queryable): DeadLetterRepository {
  return {
    async list(accountId, { limit, cursor, agentId = null, reason = null }: Nullable<DeadLetterListing>) {
      const after = cursor === null ? [null, null] : parseCursor(cursor);
      const params = [accountId, agentId, reason, ...after, limit + 1];
      return pageOf(await db.query<DeadLetterSummary>(LIST, params), limit);
    },
    async byId(accountId, id) {
      const rows = await db.query<DeadLetter>(BY_ID, [accountId, id]);
      return rows[0] ?? null;
    },
    async remove(accountId, id) {
      const [removed] = await db.query<DeadLetterSummary>(REMOVE, [accountId, id]);
      return removed ?? null;
    },
    async markReplayed(accountId, id, at) {
      return (await db.query(MARK_REPLAYED, [accountId, id, new Date(at)])).length === 1;
    },
    purge: (bounds) => purgeDeadLetters(db, bounds),
  };
}

type Nullable<Listing> = { readonly [Key in keyof Listing]: Listing[Key] | null } & {
  readonly limit: number;
  readonly cursor: string | null;
};

function pageOf(rows: readonly DeadLetterSummary[], limit: number): DeadLetterPage {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  return { items, nextCursor: encodePageCursor([last.rejectedAt, last.id]) };
}

function parseCursor(cursor: string): [Date, string] {
  const [rejectedAt, id] = decodePageCursor(cursor, ['number', 'string']);
  const time = Number(rejectedAt);
  if (!isUuid(String(id)) || time < 0 || time > LAST_TIME) throw new Problem('bad-request', 'The cursor is not valid.');
  return [new Date(time), String(id)];
}
