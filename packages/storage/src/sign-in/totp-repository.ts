import type { UserId } from '@hawser/core';
import type { Queryable } from '../database.ts';

export interface StoredTotp {
  /** Encrypted. */
  readonly secret: Uint8Array;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** Since when it is asked for at sign-in, in milliseconds since the Unix epoch; null before it is confirmed. */
  readonly confirmedAt: number | null;
}

export interface TotpRepository {
  /**
   * Keeps a new secret in place of an unconfirmed one.
   *
   * @param now - milliseconds since the Unix epoch
   * @returns false when the user has a confirmed one, which stays
   */
  enrol(userId: UserId, secret: Uint8Array, now: number): Promise<boolean>;
  find(userId: UserId): Promise<StoredTotp | null>;
  isConfirmed(userId: UserId): Promise<boolean>;
  /**
   * Confirms the secret; its codes are asked for from now on.
   *
   * @param now - milliseconds since the Unix epoch
   * @returns false when it is confirmed already or gone
   */
  confirm(userId: UserId, now: number): Promise<boolean>;
  /**
   * Uses the code of a time step up, and those of all steps before it.
   *
   * @returns false when that one or a later one was used before
   */
  useStep(userId: UserId, step: number): Promise<boolean>;
  /** Removes the second factor with its recovery codes. @returns false when there was none */
  remove(userId: UserId): Promise<boolean>;
  /** Replaces the recovery codes of a user. */
  setRecoveryCodes(userId: UserId, hashes: readonly Uint8Array[]): Promise<void>;
  /** Uses a recovery code up. @returns false when there is no such code */
  useRecoveryCode(userId: UserId, hash: Uint8Array): Promise<boolean>;
  countRecoveryCodes(userId: UserId): Promise<number>;
}

const ENROL = `INSERT INTO user_totp (user_id, secret, created_at) VALUES ($1, $2, $3)
  ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at, last_step = 0
    WHERE user_totp.confirmed_at IS NULL
  RETURNING 1`;

const FIND = `SELECT secret, created_at AS "createdAt", confirmed_at AS "confirmedAt" FROM user_totp WHERE user_id = $1`;

const CONFIRMED = 'SELECT 1 FROM user_totp WHERE user_id = $1 AND confirmed_at IS NOT NULL';

const CONFIRM = 'UPDATE user_totp SET confirmed_at = $2 WHERE user_id = $1 AND confirmed_at IS NULL RETURNING 1';

const USE_STEP = 'UPDATE user_totp SET last_step = $2 WHERE user_id = $1 AND last_step < $2 RETURNING 1';

const USE_CODE = 'DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2 RETURNING 1';

const COUNT_CODES = 'SELECT count(*) AS codes FROM recovery_codes WHERE user_id = $1';

/** Second factors and recovery codes, on a database or in a transaction of it. */
export function createTotpRepository(db: Queryable): TotpRepository {
  const hasRow = async (sql: string, params: readonly unknown[]) => (await db.query(sql, params)).length > 0;
  return {
    enrol: (userId, secret, now) => hasRow(ENROL, [userId, secret, new Date(now)]),
    async find(userId) {
      const [totp] = await db.query<StoredTotp>(FIND, [userId]);
      return totp ?? null;
    },
    isConfirmed: (userId) => hasRow(CONFIRMED, [userId]),
    confirm: (userId, now) => hasRow(CONFIRM, [userId, new Date(now)]),
    useStep: (userId, step) => hasRow(USE_STEP, [userId, step]),
    remove: (userId) => hasRow('DELETE FROM user_totp WHERE user_id = $1 RETURNING 1', [userId]),
    async setRecoveryCodes(userId, hashes) {
      await db.query('DELETE FROM recovery_codes WHERE user_id = $1', [userId]);
      for (const hash of hashes) {
        await db.query('INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)', [userId, hash]);
      }
    },
    useRecoveryCode: (userId, hash) => hasRow(USE_CODE, [userId, hash]),
    async countRecoveryCodes(userId) {
      const [row] = await db.query<{ codes: number }>(COUNT_CODES, [userId]);
      return row?.codes ?? 0;
    },
  };
}
