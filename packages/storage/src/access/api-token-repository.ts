import { type AccountId, isPermission, newId, type Permission, Problem, type TokenId, type UserId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { decodePageCursor, encodePageCursor } from '../series/page-cursor.ts';

/** A secret for a program that acts for a user. */
export interface ApiToken {
  readonly id: TokenId;
  /** The account it was made for: it reaches that and those below. */
  readonly accountId: AccountId;
  /** Whose token it is. */
  readonly userId: UserId;
  readonly userEmail: string;
  readonly name: string;
  /** The part of the token that says which it is. */
  readonly prefix: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  readonly expiresAt: number;
  /** To the minute; null when it was never used. */
  readonly lastUsedAt: number | null;
}

export type NewApiToken = Pick<ApiToken, 'accountId' | 'userId' | 'name' | 'prefix' | 'permissions' | 'expiresAt'> & {
  readonly keyId: string;
  readonly secretHash: Uint8Array;
};

/** What a token is checked with. */
export interface ApiTokenProof extends ApiToken {
  readonly secretHash: Uint8Array;
  /** The key of the hash. */
  readonly key: Uint8Array;
}

export interface ApiTokenPage {
  readonly items: readonly ApiToken[];
  /** Give it back to continue; null after the last page. */
  readonly nextCursor: string | null;
}

export interface ApiTokenRepository {
  /**
   * Adds a token. Its owner is not read again: they may be out of sight.
   *
   * @throws Problem `name-taken` when the account has a token of that name
   */
  create(token: NewApiToken): Promise<Omit<ApiToken, 'userEmail'>>;
  byId(id: TokenId): Promise<ApiToken | null>;
  /** Finds a token by what it says of itself. */
  byPrefix(prefix: string): Promise<ApiTokenProof | null>;
  /**
   * Lists the tokens of one account by name.
   *
   * @throws Problem `bad-request` when the cursor is not one
   */
  list(accountId: AccountId, page: { limit: number; cursor: string | null }): Promise<ApiTokenPage>;
  /** @returns false when the account has no such token */
  remove(accountId: AccountId, id: TokenId): Promise<boolean>;
  /**
   * Notes a use; not more than once a minute is anything written.
   *
   * @param at - milliseconds since the Unix epoch
   */
  recordUse(id: TokenId, at: number): Promise<void>;
  /** The key that new tokens are hashed with; it is made when there is none. */
  currentKey(make: () => Uint8Array): Promise<{ readonly id: string; readonly key: Uint8Array }>;
}

const OWN_COLUMNS = `t.id, t.account_id AS "accountId", t.user_id AS "userId", t.name, t.prefix, t.permissions,
  t.created_at AS "createdAt", t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt"`;
const COLUMNS = `${OWN_COLUMNS}, u.email AS "userEmail"`;

const INSERT = `INSERT INTO api_tokens AS t
    (id, account_id, user_id, name, prefix, key_id, secret_hash, permissions, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (account_id, name) DO NOTHING RETURNING ${OWN_COLUMNS}`;

const FROM = 'FROM api_tokens t JOIN users u ON u.id = t.user_id';

const BY_PREFIX = `SELECT ${COLUMNS}, t.secret_hash AS "secretHash", k.key ${FROM}
  JOIN token_keys k ON k.id = t.key_id WHERE t.prefix = $1`;

const LIST = `SELECT ${COLUMNS} ${FROM} WHERE t.account_id = $1 AND ($2::text IS NULL OR t.name > $2)
  ORDER BY t.name LIMIT $3`;

const RECORD_USE = `UPDATE api_tokens SET last_used_at = $2
  WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2::timestamptz - interval '1 minute')`;

const CURRENT_KEY = 'SELECT id, key FROM token_keys ORDER BY created_at DESC, id DESC LIMIT 1';

type Stored<Token extends Pick<ApiToken, 'permissions'>> = Omit<Token, 'permissions'> & {
  readonly permissions: readonly string[];
};

/** API tokens, on a database or in a transaction of it. */
export function createApiTokenRepository(db: Queryable): ApiTokenRepository {
  const findKey = async () => (await db.query<{ id: string; key: Uint8Array }>(CURRENT_KEY))[0];
  return {
    async create({ accountId, userId, name, prefix, keyId, secretHash, permissions, expiresAt }) {
      const held = JSON.stringify([...permissions]);
      const params = [newId<TokenId>(), accountId, userId, name, prefix, keyId, secretHash, held, new Date(expiresAt)];
      const [row] = await db.query<Stored<Omit<ApiToken, 'userEmail'>>>(INSERT, params);
      if (row !== undefined) return read(row);
      throw new Problem('name-taken', `The account has a token named ${name} already.`, { hint: 'Take another name.' });
    },
    async byId(id) {
      const [row] = await db.query<Stored<ApiToken>>(`SELECT ${COLUMNS} ${FROM} WHERE t.id = $1`, [id]);
      return row === undefined ? null : read(row);
    },
    async byPrefix(prefix) {
      const [row] = await db.query<Stored<ApiTokenProof>>(BY_PREFIX, [prefix]);
      return row === undefined ? null : read(row);
    },
    async list(accountId, { limit, cursor }) {
      const [after] = cursor === null ? [null] : decodePageCursor(cursor, ['string']);
      return pageOf((await db.query<Stored<ApiToken>>(LIST, [accountId, after, limit + 1])).map(read), limit);
    },
    async remove(accountId, id) {
      const sql = 'DELETE FROM api_tokens WHERE account_id = $1 AND id = $2 RETURNING id';
      return (await db.query(sql, [accountId, id])).length === 1;
    },
    async recordUse(id, at) {
      await db.query(RECORD_USE, [id, new Date(at)]);
    },
    async currentKey(make) {
      const known = await findKey();
      if (known !== undefined) return known;
      const made = { id: newId<string>(), key: make() };
      await db.query('INSERT INTO token_keys (id, key) VALUES ($1, $2)', [made.id, made.key]);
      return made;
    },
  };
}

function read<Token extends Pick<ApiToken, 'permissions'>>(
  row: Stored<Token>,
): Omit<Token, 'permissions'> & Pick<ApiToken, 'permissions'> {
  return { ...row, permissions: new Set(row.permissions.filter(isPermission)) };
}

function pageOf(rows: readonly ApiToken[], limit: number): ApiTokenPage {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  return { items, nextCursor: encodePageCursor([last.name]) };
}
