import type { UserId } from '@hawser/core';
import type { Queryable } from '../database.ts';

export interface NewChallenge {
  readonly tokenHash: Uint8Array;
  readonly userId: UserId;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

export interface ChallengeRepository {
  insert(challenge: NewChallenge): Promise<void>;
  /**
   * Counts a try, before its code is looked at.
   *
   * @param now - milliseconds since the Unix epoch
   * @returns whom the challenge is for; null when there is none, it has expired, or it was tried too often
   */
  tryOnce(tokenHash: Uint8Array, maxTries: number, now: number): Promise<UserId | null>;
  /** Uses a challenge up; of two callers only one gets true. */
  take(tokenHash: Uint8Array): Promise<boolean>;
  deleteAllOf(userId: UserId): Promise<void>;
  /** Forgets challenges that expired before `now` (milliseconds since the Unix epoch). */
  purgeExpired(now: number): Promise<void>;
}

const INSERT = 'INSERT INTO sign_in_challenges (token_hash, user_id, expires_at) VALUES ($1, $2, $3)';

const TRY = `UPDATE sign_in_challenges SET tries = tries + 1
  WHERE token_hash = $1 AND tries < $2 AND expires_at > $3 RETURNING user_id AS "userId"`;

/** Half-done sign-ins, on a database or in a transaction of it. */
export function createChallengeRepository(db: Queryable): ChallengeRepository {
  return {
    async insert({ tokenHash, userId, expiresAt }) {
      await db.query(INSERT, [tokenHash, userId, new Date(expiresAt)]);
    },
    async tryOnce(tokenHash, maxTries, now) {
      const [tried] = await db.query<{ userId: UserId }>(TRY, [tokenHash, maxTries, new Date(now)]);
      return tried?.userId ?? null;
    },
    async take(tokenHash) {
      const sql = 'DELETE FROM sign_in_challenges WHERE token_hash = $1 RETURNING 1';
      return (await db.query(sql, [tokenHash])).length > 0;
    },
    async deleteAllOf(userId) {
      await db.query('DELETE FROM sign_in_challenges WHERE user_id = $1', [userId]);
    },
    async purgeExpired(now) {
      await db.query('DELETE FROM sign_in_challenges WHERE expires_at < $1', [new Date(now)]);
    },
  };
}
