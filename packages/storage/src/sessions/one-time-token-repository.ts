import type { UserId } from '@hawser/core';
import type { Queryable } from '../database.ts';

export type OneTimePurpose = 'setup' | 'sign-in' | 'password-reset';

export interface NewOneTimeToken {
  readonly tokenHash: Uint8Array;
  readonly purpose: OneTimePurpose;
  /** Whom it signs in; null for set-up, when there is nobody yet. */
  readonly userId: UserId | null;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

export interface OneTimeTokenRepository {
  /** Adds a token. One that is there already (a preset one, at the next start) gets the new expiry. */
  insert(token: NewOneTimeToken): Promise<void>;
  /**
   * Uses a token up; of two callers with the same token only one gets it.
   *
   * @param now - milliseconds since the Unix epoch
   * @returns null when there is no such token, or it has expired
   */
  take(tokenHash: Uint8Array, purpose: OneTimePurpose, now: number): Promise<{ userId: UserId | null } | null>;
  /** Tells whether a token for the purpose is waiting, expired or not. */
  exists(purpose: OneTimePurpose): Promise<boolean>;
  /**
   * Whom a token is for, without using it up.
   *
   * @param now - milliseconds since the Unix epoch
   * @returns null when there is no such token, or it has expired
   */
  find(tokenHash: Uint8Array, purpose: OneTimePurpose, now: number): Promise<{ userId: UserId | null } | null>;
  /**
   * How many tokens of a user for the purpose are waiting.
   *
   * @param now - milliseconds since the Unix epoch
   */
  countOf(userId: UserId, purpose: OneTimePurpose, now: number): Promise<number>;
  /** Makes the waiting tokens of a user for any purpose useless. */
  deleteAllOf(userId: UserId): Promise<void>;
  /** Forgets tokens that expired before `now` (milliseconds since the Unix epoch). */
  purgeExpired(now: number): Promise<void>;
}

const INSERT = `INSERT INTO one_time_tokens (token_hash, purpose, user_id, expires_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (token_hash) DO UPDATE SET expires_at = excluded.expires_at`;

const TAKE = `DELETE FROM one_time_tokens WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3
  RETURNING user_id AS "userId"`;

const FIND = `SELECT user_id AS "userId" FROM one_time_tokens
  WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3`;

const COUNT = `SELECT count(*) AS waiting FROM one_time_tokens
  WHERE user_id = $1 AND purpose = $2 AND expires_at > $3`;

/** One-time tokens, on a database or in a transaction of it. */
export function createOneTimeTokenRepository(db: Queryable): OneTimeTokenRepository {
  return {
    async insert({ tokenHash, purpose, userId, expiresAt }) {
      await db.query(INSERT, [tokenHash, purpose, userId, new Date(expiresAt)]);
    },
    async take(tokenHash, purpose, now) {
      const [taken] = await db.query<{ userId: UserId | null }>(TAKE, [tokenHash, purpose, new Date(now)]);
      return taken ?? null;
    },
    async exists(purpose) {
      const rows = await db.query('SELECT 1 FROM one_time_tokens WHERE purpose = $1 LIMIT 1', [purpose]);
      return rows.length > 0;
    },
    async find(tokenHash, purpose, now) {
      const [found] = await db.query<{ userId: UserId | null }>(FIND, [tokenHash, purpose, new Date(now)]);
      return found ?? null;
    },
    async countOf(userId, purpose, now) {
      const [row] = await db.query<{ waiting: number }>(COUNT, [userId, purpose, new Date(now)]);
      return row?.waiting ?? 0;
    },
    async deleteAllOf(userId) {
      await db.query('DELETE FROM one_time_tokens WHERE user_id = $1', [userId]);
    },
    async purgeExpired(now) {
      await db.query('DELETE FROM one_time_tokens WHERE expires_at < $1', [new Date(now)]);
    },
  };
}
