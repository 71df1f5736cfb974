import { randomUUID } from 'node:crypto';
import type { UserId } from '@hawser/core';
import type { Queryable } from '../database.ts';

/** Where a session is used from, as its user is told. */
export interface SessionClient {
  readonly address: string;
  readonly userAgent: string;
}

export interface NewSession extends SessionClient {
  /** The chain of refresh tokens that begins with this sign-in. */
  readonly family: string;
  readonly userId: UserId;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** When it ends however often it is renewed; null means never. Milliseconds since the Unix epoch. */
  readonly endsAt: number | null;
  /** The identity provider at which it began has asked for a second factor. */
  readonly secondFactorGiven: boolean;
}

/** Times in milliseconds since the Unix epoch. */
export interface StoredSession extends SessionClient {
  readonly family: string;
  readonly createdAt: number;
  /** When it began or was last renewed. */
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}

export interface NewRefreshToken {
  readonly tokenHash: Uint8Array;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

export type RefreshTokenUse =
  | {
      readonly status: 'ok';
      readonly userId: UserId;
      readonly family: string;
      /** When the session ends however often it is renewed, in milliseconds since the Unix epoch. */
      readonly endsAt: number | null;
    }
  /** It was used before: two parties hold it. */
  | { readonly status: 'reused'; readonly userId: UserId; readonly family: string }
  /** It never was, has expired, or its session has ended. */
  | { readonly status: 'unknown' };

export interface SessionRepository {
  /** Begins a session with its first refresh token. */
  begin(session: NewSession, token: NewRefreshToken): Promise<void>;
  /**
   * Adds the next refresh token of a session. One that has ended meanwhile gets none.
   *
   * @param now - milliseconds since the Unix epoch
   */
  renew(family: string, token: NewRefreshToken, client: SessionClient, now: number): Promise<void>;
  /**
   * Uses a refresh token up; of two callers with the same token only one gets `ok`.
   *
   * @param now - milliseconds since the Unix epoch
   */
  useRefreshToken(tokenHash: Uint8Array, now: number): Promise<RefreshTokenUse>;
  /** Ends the session for good. */
  end(family: string): Promise<void>;
  /**
   * Ends all sessions of a user for good.
   *
   * @param keep - family of the one that goes on
   * @returns families of those that ended
   */
  endAllOf(userId: UserId, keep: string | null): Promise<string[]>;
  /** What a session that has not ended began with; null when it has ended or never was. */
  active(family: string): Promise<Pick<NewSession, 'secondFactorGiven'> | null>;
  /**
   * The sessions of a user that can still be renewed, last used first; 200 at most.
   *
   * @param now - milliseconds since the Unix epoch
   */
  listOf(userId: UserId, now: number): Promise<StoredSession[]>;
  /** Forgets sessions and tokens that expired before `now` (milliseconds since the Unix epoch). */
  purgeExpired(now: number): Promise<void>;
}

const BEGIN = `WITH session AS (
    INSERT INTO sessions (family, user_id, address, user_agent, created_at, last_used_at, expires_at, ends_at,
      second_factor_given)
    VALUES ($2, $3, $6, $7, $8, $8, $5, $9, $10) RETURNING family
  )
  INSERT INTO refresh_tokens (id, family, user_id, token_hash, expires_at)
  SELECT $1, family, $3, $4, $5 FROM session`;

const RENEW = `WITH session AS (
    UPDATE sessions SET last_used_at = $5, expires_at = $4, address = $6, user_agent = $7
    WHERE family = $2 AND ended_at IS NULL RETURNING family, user_id
  )
  INSERT INTO refresh_tokens (id, family, user_id, token_hash, expires_at)
  SELECT $1, family, user_id, $3, $4 FROM session`;

const USE = `UPDATE refresh_tokens t SET used_at = $2 FROM sessions s
  WHERE t.token_hash = $1 AND t.used_at IS NULL AND t.expires_at > $2 AND s.family = t.family AND s.ended_at IS NULL
  RETURNING t.user_id AS "userId", t.family, s.ends_at AS "endsAt"`;

const USED_BEFORE = `SELECT user_id AS "userId", family FROM refresh_tokens
  WHERE token_hash = $1 AND used_at IS NOT NULL`;

const ACTIVE = `SELECT second_factor_given AS "secondFactorGiven" FROM sessions
  WHERE family = $1 AND ended_at IS NULL`;

const END_ALL = `UPDATE sessions SET ended_at = now()
  WHERE user_id = $1 AND ended_at IS NULL AND ($2::uuid IS NULL OR family <> $2) RETURNING family`;

const LIST = `SELECT family, address, user_agent AS "userAgent", created_at AS "createdAt",
    last_used_at AS "lastUsedAt", expires_at AS "expiresAt"
  FROM sessions WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2
  ORDER BY last_used_at DESC, family LIMIT 200`;

/** Sessions and their refresh tokens, on a database or in a transaction of it. */
export function createSessionRepository(db: Queryable): SessionRepository {
  return {
    async begin(session, { tokenHash, expiresAt }) {
      const { family, userId, address, userAgent, startedAt, endsAt, secondFactorGiven } = session;
      const times = [new Date(startedAt), endsAt === null ? null : new Date(endsAt)];
      const token = [randomUUID(), family, userId, tokenHash, new Date(expiresAt)];
      await db.query(BEGIN, [...token, address, userAgent, ...times, secondFactorGiven]);
    },
    async renew(family, { tokenHash, expiresAt }, { address, userAgent }, now) {
      const times = [new Date(expiresAt), new Date(now)];
      await db.query(RENEW, [randomUUID(), family, tokenHash, ...times, address, userAgent]);
    },
    async useRefreshToken(tokenHash, now) {
      type Used = { userId: UserId; family: string; endsAt: number | null };
      const [used] = await db.query<Used>(USE, [tokenHash, new Date(now)]);
      if (used !== undefined) return { status: 'ok', ...used };
      const [before] = await db.query<{ userId: UserId; family: string }>(USED_BEFORE, [tokenHash]);
      return before === undefined ? { status: 'unknown' } : { status: 'reused', ...before };
    },
    async end(family) {
      await db.query('UPDATE sessions SET ended_at = now() WHERE family = $1 AND ended_at IS NULL', [family]);
    },
    async endAllOf(userId, keep) {
      const ended = await db.query<{ family: string }>(END_ALL, [userId, keep]);
      return ended.map(({ family }) => family);
    },
    async active(family) {
      const [session] = await db.query<Pick<NewSession, 'secondFactorGiven'>>(ACTIVE, [family]);
      return session ?? null;
    },
    listOf: (userId, now) => db.query<StoredSession>(LIST, [userId, new Date(now)]),
    async purgeExpired(now) {
      await db.query('DELETE FROM sessions WHERE expires_at < $1', [new Date(now)]);
      await db.query('DELETE FROM refresh_tokens WHERE expires_at < $1', [new Date(now)]);
    },
  };
}
