import { type AccountId, isUuid, newId, Problem } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { decodePageCursor, encodePageCursor } from '../series/page-cursor.ts';

export interface Account {
  readonly id: AccountId;
  readonly name: string;
  /** Null for the root account only. */
  readonly parentId: AccountId | null;
  /** Names from the root down, for example `/sys/acme/north`. */
  readonly path: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
}

export interface AccountPage {
  readonly items: readonly Account[];
  /** Give it back to continue; null after the last page. */
  readonly nextCursor: string | null;
}

export interface AccountRepository {
  /**
   * Makes an account. The name must have been checked.
   *
   * @param account.parentId - null makes the root account
   * @throws Problem `name-taken` when any account of the installation has the name; `already-set-up` when there is a
   *   root account already; `not-found` when the parent does not exist
   */
  create(account: { name: string; parentId: AccountId | null }): Promise<Account>;
  /** The root account, or null before set-up. */
  root(): Promise<Account | null>;
  byId(id: AccountId): Promise<Account | null>;
  byName(name: string): Promise<Account | null>;
  /** Finds an account by name or id, if it is the given one or below it; null when it is not, or does not exist. */
  inReach(account: Account, nameOrId: string): Promise<Account | null>;
  /**
   * Lists the accounts directly below one, by name.
   *
   * @throws Problem `bad-request` when the cursor is not one
   */
  children(accountId: AccountId, page: { limit: number; cursor: string | null }): Promise<AccountPage>;
}

const COLUMNS = 'id, name, parent_id AS "parentId", path, created_at AS "createdAt"';

const INSERT_ROOT = `INSERT INTO accounts (id, name, parent_id, path) VALUES ($1, $2, NULL, '/' || $2::text)
  ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`;

const INSERT_CHILD = `INSERT INTO accounts (id, name, parent_id, path)
  SELECT $1, $2, p.id, p.path || '/' || $2::text FROM accounts p WHERE p.id = $3
  ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`;

const IN_REACH = "AND (path = $2 OR starts_with(path, $2 || '/'))";

const CHILDREN = `SELECT ${COLUMNS} FROM accounts WHERE parent_id = $1 AND ($2::text IS NULL OR name > $2)
  ORDER BY name LIMIT $3`;

/** Accounts, on a database or in a transaction of it. */
export function createAccountRepository(db: Queryable): AccountRepository {
  const findOne = async (condition: string, params: readonly unknown[] = []): Promise<Account | null> => {
    const [account] = await db.query<Account>(`SELECT ${COLUMNS} FROM accounts WHERE ${condition}`, params);
    return account ?? null;
  };
  return {
    async create({ name, parentId }) {
      const id = newId<AccountId>();
      const [account] = await (parentId === null
        ? db.query<Account>(INSERT_ROOT, [id, name])
        : db.query<Account>(INSERT_CHILD, [id, name, parentId]));
      if (account !== undefined) return account;
      // The account that has the name may be one that must not be seen here; the parent never is.
      if (parentId !== null && (await findOne('id = $1', [parentId])) === null) throw noParent();
      if (parentId === null && (await findOne('name = $1', [name])) === null) throw rootExists();
      throw nameTaken(name);
    },
    root: () => findOne('parent_id IS NULL'),
    byId: (id) => findOne('id = $1', [id]),
    byName: (name) => findOne('name = $1', [name]),
    inReach: (account, nameOrId) =>
      findOne(`${isUuid(nameOrId) ? 'id' : 'name'} = $1 ${IN_REACH}`, [nameOrId, account.path]),
    async children(accountId, { limit, cursor }) {
      const [after] = cursor === null ? [null] : decodePageCursor(cursor, ['string']);
      return pageOf(await db.query<Account>(CHILDREN, [accountId, after, limit + 1]), limit);
    },
  };
}

function pageOf(rows: readonly Account[], limit: number): AccountPage {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  return { items, nextCursor: encodePageCursor([last.name]) };
}

function nameTaken(name: string): Problem {
  const hint = 'Account names are unique in the whole installation; take another.';
  return new Problem('name-taken', `An account named ${name} exists already.`, { hint });
}

function noParent(): Problem {
  return new Problem('not-found', 'The parent account does not exist.');
}

function rootExists(): Problem {
  return new Problem('already-set-up', 'This installation has its root account already.');
}
