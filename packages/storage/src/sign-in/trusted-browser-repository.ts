import { newId, type UserId } from '@hawser/core';
import type { Queryable } from '../database.ts';

/** A browser that is not asked for the second factor. Times in milliseconds since the Unix epoch. */
export interface TrustedBrowser {
  readonly id: string;
  readonly address: string;
  readonly userAgent: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}

export type NewTrustedBrowser = Omit<TrustedBrowser, 'id' | 'lastUsedAt'> & {
  readonly userId: UserId;
  readonly tokenHash: Uint8Array;
};

export interface TrustedBrowserRepository {
  insert(browser: NewTrustedBrowser): Promise<void>;
  /**
   * Tells whether the user trusts the browser with this token, and notes that it was used.
   *
   * @param now - milliseconds since the Unix epoch
   */
  isTrusted(userId: UserId, tokenHash: Uint8Array, now: number): Promise<boolean>;
  /**
   * The browsers that a user trusts, newest first; 200 at most.
   *
   * @param now - milliseconds since the Unix epoch
   */
  listOf(userId: UserId, now: number): Promise<TrustedBrowser[]>;
  /** @returns false when the user trusts no such browser */
  remove(userId: UserId, id: string): Promise<boolean>;
  removeAllOf(userId: UserId): Promise<void>;
  /** Forgets browsers whose trust expired before `now` (milliseconds since the Unix epoch). */
  purgeExpired(now: number): Promise<void>;
}

const INSERT = `INSERT INTO trusted_browsers
    (id, user_id, token_hash, address, user_agent, created_at, last_used_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`;

const USE = `UPDATE trusted_browsers SET last_used_at = $3
  WHERE user_id = $1 AND token_hash = $2 AND expires_at > $3 RETURNING 1`;

const LIST = `SELECT id, address, user_agent AS "userAgent", created_at AS "createdAt", last_used_at AS "lastUsedAt",
    expires_at AS "expiresAt"
  FROM trusted_browsers WHERE user_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id LIMIT 200`;

/** Browsers that need no second factor, on a database or in a transaction of it. */
export function createTrustedBrowserRepository(db: Queryable): TrustedBrowserRepository {
  return {
    async insert({ userId, tokenHash, address, userAgent, createdAt, expiresAt }) {
      const times = [new Date(createdAt), new Date(expiresAt)];
      await db.query(INSERT, [newId(), userId, tokenHash, address, userAgent, ...times]);
    },
    async isTrusted(userId, tokenHash, now) {
      return (await db.query(USE, [userId, tokenHash, new Date(now)])).length > 0;
    },
    listOf: (userId, now) => db.query<TrustedBrowser>(LIST, [userId, new Date(now)]),
    async remove(userId, id) {
      const sql = 'DELETE FROM trusted_browsers WHERE user_id = $1 AND id::text = $2 RETURNING 1';
      return (await db.query(sql, [userId, id.toLowerCase()])).length > 0;
    },
    async removeAllOf(userId) {
      await db.query('DELETE FROM trusted_browsers WHERE user_id = $1', [userId]);
    },
    async purgeExpired(now) {
      await db.query('DELETE FROM trusted_browsers WHERE expires_at < $1', [new Date(now)]);
    },
  };
}
