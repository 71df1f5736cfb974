import { type AccountId, newId, Problem, type UserId, type UserRole } from '@hawser/core';
import type { Queryable } from '../database.ts';

export interface User {
  readonly id: UserId;
  readonly accountId: AccountId;
  /** In lower case. */
  readonly email: string;
  /** Argon2id, in the PHC string format. */
  readonly passwordHash: string;
  readonly role: UserRole;
  readonly disabled: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
}

export type NewUser = Pick<User, 'accountId' | 'email' | 'passwordHash' | 'role'>;

export interface UserRepository {
  /** @throws Problem `conflict` when a user of any account has the e-mail address */
  create(user: NewUser): Promise<User>;
  /** @param email - in any case */
  byEmail(email: string): Promise<User | null>;
  byId(id: UserId): Promise<User | null>;
  /** @param at - milliseconds since the Unix epoch */
  recordSignIn(id: UserId, at: number): Promise<void>;
  /** @returns false when there is no such user */
  setPassword(id: UserId, passwordHash: string): Promise<boolean>;
  /** Users of all accounts. */
  count(): Promise<number>;
}

const COLUMNS = `id, account_id AS "accountId", email, password_hash AS "passwordHash", role, disabled,
  created_at AS "createdAt", last_sign_in_at AS "lastSignInAt"`;

// PostgreSQL folds the case everywhere, so that it and the table's check cannot differ from each other.
const INSERT = `INSERT INTO users (id, account_id, email, password_hash, role) VALUES ($1, $2, lower($3), $4, $5)
  ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`;

/** Users, on a database or in a transaction of it. */
export function createUserRepository(db: Queryable): UserRepository {
  return {
    async create({ accountId, email, passwordHash, role }) {
      const [user] = await db.query<User>(INSERT, [newId<UserId>(), accountId, email, passwordHash, role]);
      if (user === undefined) throw new Problem('conflict', 'A user with this e-mail address exists already.');
      return user;
    },
    async byEmail(email) {
      const [user] = await db.query<User>(`SELECT ${COLUMNS} FROM users WHERE email = lower($1)`, [email]);
      return user ?? null;
    },
    async byId(id) {
      const [user] = await db.query<User>(`SELECT ${COLUMNS} FROM users WHERE id = $1`, [id]);
      return user ?? null;
    },
    async recordSignIn(id, at) {
      await db.query('UPDATE users SET last_sign_in_at = $2 WHERE id = $1', [id, new Date(at)]);
    },
    async setPassword(id, passwordHash) {
      const sql = 'UPDATE users SET password_hash = $2 WHERE id = $1 RETURNING 1';
      return (await db.query(sql, [id, passwordHash])).length > 0;
    },
    async count() {
      const [row] = await db.query<{ users: number }>('SELECT count(*) AS users FROM users');
      return row?.users ?? 0;
    },
  };
}
