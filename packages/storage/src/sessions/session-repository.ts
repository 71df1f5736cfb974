import { randomUUID } from 'node:crypto';
import type { UserId } from '@hawser/core';
import type { Queryable } from '../database.ts';

export interface NewRefreshToken {
  /** The chain of tokens that began with one sign-in. */
  readonly family: string;
  readonly userId: UserId;
  readonly tokenHash: Uint8Array;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

export type RefreshTokenUse =
  | { readonly status: 'ok'; readonly userId: UserId; readonly family: string }
  /** It was used before: two parties hold it. */
  | { readonly status: 'reused'; readonly family: string }
  /** It never was, has expired, or its family was revoked. */
  | { readonly status: 'unknown' };

export interface SessionRepository {
  insertRefreshToken(token: NewRefreshToken): Promise<void>;
  /**
   * Uses a refresh token up; of two callers with the same token only one gets `ok`.
   *
   * @param now - milliseconds since the Unix epoch
   */
  useRefreshToken(tokenHash: Uint8Array, now: number): Promise<RefreshTokenUse>;
  /** Ends the family for good, also for a token that is being added to it at the same moment. */
  revokeFamily(family: string): Promise<void>;
  /**
   * Ends all families of a user for good.
   *
   * @returns those that had not ended before
   */
  revokeAllOf(userId: UserId): Promise<string[]>;
  familyActive(family: string): Promise<boolean>;
  /** Forgets tokens that expired before `now` (milliseconds since the Unix epoch). */
  purgeExpired(now: number): Promise<void>;
}

const INSERT = `INSERT INTO refresh_tokens (id, family, user_id, token_hash, expires_at) VALUES ($1, $2, $3, $4, $5)`;

// One revoked token ends its family, whatever was added to it since.
const USE = `UPDATE refresh_tokens t SET used_at = $2
  WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
    AND NOT EXISTS (SELECT FROM refresh_tokens r WHERE r.family = t.family AND r.revoked_at IS NOT NULL)
  RETURNING user_id AS "userId", family`;

const USED_BEFORE = 'SELECT family FROM refresh_tokens WHERE token_hash = $1 AND used_at IS NOT NULL';

const REVOKE_ALL = `UPDATE refresh_tokens SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL
  RETURNING family`;

const ACTIVE = `SELECT coalesce(bool_and(revoked_at IS NULL), false) AS active FROM refresh_tokens WHERE family = $1`;

/** Refresh tokens, on a database or in a transaction of it. */
export function createSessionRepository(db: Queryable): SessionRepository {
  return {
    async insertRefreshToken({ family, userId, tokenHash, expiresAt }) {
      await db.query(INSERT, [randomUUID(), family, userId, tokenHash, new Date(expiresAt)]);
    },
    async useRefreshToken(tokenHash, now) {
      const [used] = await db.query<{ userId: UserId; family: string }>(USE, [tokenHash, new Date(now)]);
      if (used !== undefined) return { status: 'ok', ...used };
      const [before] = await db.query<{ family: string }>(USED_BEFORE, [tokenHash]);
      return before === undefined ? { status: 'unknown' } : { status: 'reused', family: before.family };
    },
    async revokeFamily(family) {
      await db.query('UPDATE refresh_tokens SET revoked_at = now() WHERE family = $1 AND revoked_at IS NULL', [family]);
    },
    async revokeAllOf(userId) {
      const rows = await db.query<{ family: string }>(REVOKE_ALL, [userId]);
      return [...new Set(rows.map(({ family }) => family))];
    },
    async familyActive(family) {
      const [row] = await db.query<{ active: boolean }>(ACTIVE, [family]);
      return row?.active ?? false;
    },
    async purgeExpired(now) {
      await db.query('DELETE FROM refresh_tokens WHERE expires_at < $1', [new Date(now)]);
    },
  };
}
