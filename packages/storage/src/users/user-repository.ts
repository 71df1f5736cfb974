import { type AccountId, newId, Problem, type UserId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { decodePageCursor, encodePageCursor } from '../series/page-cursor.ts';

export interface User {
  readonly id: UserId;
  readonly accountId: AccountId;
  /** In lower case. */
  readonly email: string;
  /** As people call them; may be empty. */
  readonly name: string;
  /** Argon2id, in the PHC string format; null for who has no password and signs in another way. */
  readonly passwordHash: string | null;
  readonly disabled: boolean;
  /** The one that set-up made. */
  readonly isDefault: boolean;
  /** Whether a second factor is set up and asked for at sign-in. */
  readonly secondFactor: boolean;
  /** Grows with each change; for `If-Match`. */
  readonly version: number;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastSignInAt: number | null;
}

export type NewUser = Pick<User, 'accountId' | 'email' | 'passwordHash'> & Partial<Pick<User, 'name' | 'isDefault'>>;

/** What can be changed; what is left out stays. */
export type UserChange = Partial<Pick<User, 'name' | 'disabled'>>;

export interface UserList {
  readonly limit: number;
  readonly cursor: string | null;
  /** Only users with a second factor, or only users without; null for all. */
  readonly secondFactor?: boolean | null;
}

export interface UserPage {
  readonly items: readonly User[];
  /** Give it back to continue; null after the last page. */
  readonly nextCursor: string | null;
}

export interface UserRepository {
  /** @throws Problem `conflict` when a user of any account has the e-mail address */
  create(user: NewUser): Promise<User>;
  /** @param email - in any case */
  byEmail(email: string): Promise<User | null>;
  byId(id: UserId): Promise<User | null>;
  /** Finds a user of one account; null also when they belong to another. */
  inAccount(accountId: AccountId, id: UserId): Promise<User | null>;
  /**
   * Lists the users of one account by e-mail address.
   *
   * @throws Problem `bad-request` when the cursor is not one
   */
  list(accountId: AccountId, page: UserList): Promise<UserPage>;
  /**
   * Changes a user of one account.
   *
   * @param expectedVersion - refuses when the user has another version by now; null changes them anyway
   * @throws Problem `stale-version`; `not-found` when they were deleted
   */
  update(accountId: AccountId, id: UserId, expectedVersion: number | null, change: UserChange): Promise<User>;
  /**
   * Deletes a user of one account with their grants, sessions and API tokens.
   *
   * @returns false when there was no such user
   */
  remove(accountId: AccountId, id: UserId): Promise<boolean>;
  /** @param at - milliseconds since the Unix epoch */
  recordSignIn(id: UserId, at: number): Promise<void>;
  /** @returns false when there is no such user */
  setPassword(id: UserId, passwordHash: string): Promise<boolean>;
  /** Users of all accounts. */
  count(): Promise<number>;
}

const HAS_FACTOR = 'EXISTS (SELECT FROM user_totp WHERE user_id = users.id AND confirmed_at IS NOT NULL)';

const COLUMNS = `id, account_id AS "accountId", email, name, password_hash AS "passwordHash", disabled,
  is_default AS "isDefault", version, created_at AS "createdAt", updated_at AS "updatedAt",
  last_sign_in_at AS "lastSignInAt", ${HAS_FACTOR} AS "secondFactor"`;

// PostgreSQL folds the case everywhere, so that it and the table's check cannot differ from each other.
const INSERT = `INSERT INTO users (id, account_id, email, password_hash, name, is_default)
  VALUES ($1, $2, lower($3), $4, $5, $6) ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`;

const LIST = `SELECT ${COLUMNS} FROM users WHERE account_id = $1 AND ($2::text IS NULL OR email > $2)
    AND ($4::boolean IS NULL OR ${HAS_FACTOR} = $4)
  ORDER BY email LIMIT $3`;

const UPDATE = `UPDATE users SET name = coalesce($4, name), disabled = coalesce($5, disabled), version = version + 1,
    updated_at = now()
  WHERE account_id = $1 AND id = $2 AND ($3::int IS NULL OR version = $3) RETURNING ${COLUMNS}`;

/** Users, on a database or in a transaction of it. */
export function createUserRepository(db: Queryable): UserRepository {
  const findOne = async (condition: string, params: readonly unknown[]): Promise<User | null> => {
    const [user] = await db.query<User>(`SELECT ${COLUMNS} FROM users WHERE ${condition}`, params);
    return user ?? null;
  };
  const inAccount = (accountId: AccountId, id: UserId) => findOne('account_id = $1 AND id = $2', [accountId, id]);
  return {
    async create({ accountId, email, passwordHash, name = '', isDefault = false }) {
      const params = [newId<UserId>(), accountId, email, passwordHash, name, isDefault];
      const [user] = await db.query<User>(INSERT, params);
      if (user === undefined) throw new Problem('conflict', 'A user with this e-mail address exists already.');
      return user;
    },
    byEmail: (email) => findOne('email = lower($1)', [email]),
    byId: (id) => findOne('id = $1', [id]),
    inAccount,
    async list(accountId, { limit, cursor, secondFactor = null }) {
      const [after] = cursor === null ? [null] : decodePageCursor(cursor, ['string']);
      return pageOf(await db.query<User>(LIST, [accountId, after, limit + 1, secondFactor]), limit);
    },
    async update(accountId, id, expectedVersion, { name = null, disabled = null }: Nullable<UserChange>) {
      const [user] = await db.query<User>(UPDATE, [accountId, id, expectedVersion, name, disabled]);
      if (user !== undefined) return user;
      if ((await inAccount(accountId, id)) === null) throw new Problem('not-found', 'The user does not exist.');
      const hint = 'Read them again and repeat the change.';
      throw new Problem('stale-version', 'The user was changed by somebody else meanwhile.', { hint });
    },
    async remove(accountId, id) {
      const sql = 'DELETE FROM users WHERE account_id = $1 AND id = $2 RETURNING id';
      return (await db.query(sql, [accountId, id])).length === 1;
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

type Nullable<Change> = { readonly [Key in keyof Change]?: Change[Key] | null };

function pageOf(rows: readonly User[], limit: number): UserPage {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  return { items, nextCursor: encodePageCursor([last.email]) };
}
