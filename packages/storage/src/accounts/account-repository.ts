import { type AccountId, isUuid, newId, Problem } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { decodePageCursor, encodePageCursor } from '../series/page-cursor.ts';
import type { Account, AccountChange, AccountPage, NewAccount } from './account.ts';
import { ACCOUNT_COLUMNS, CHILDREN, IN_REACH, INSERT_CHILD, INSERT_ROOT, PATH, UPDATE_ACCOUNT } from './account-sql.ts';

export interface AccountRepository {
  /**
   * Makes an account. The name must have been checked.
   *
   * @throws Problem `name-taken` when any account of the installation has the name; `already-set-up` when there is a
   *   root account already; `not-found` when the parent does not exist or is being deleted
   */
  create(account: NewAccount): Promise<Account>;
  /** The root account, or null before set-up. */
  root(): Promise<Account | null>;
  byId(id: AccountId): Promise<Account | null>;
  byName(name: string): Promise<Account | null>;
  /** Finds an account by name or id, if it is the given one or below it; null when it is not, or does not exist. */
  inReach(account: Pick<Account, 'path'>, nameOrId: string): Promise<Account | null>;
  /** The accounts from the root down to one; empty when there is no such account. */
  path(id: AccountId): Promise<Account[]>;
  /** Finds an account directly below another, by name or id. */
  child(parentId: AccountId, nameOrId: string): Promise<Account | null>;
  /**
   * Lists the accounts directly below one, by name.
   *
   * @throws Problem `bad-request` when the cursor is not one
   */
  children(accountId: AccountId, page: { limit: number; cursor: string | null }): Promise<AccountPage>;
  /**
   * Changes an account.
   *
   * @param expectedVersion - refuses when the account has another version by now; null changes it anyway
   * @throws Problem `stale-version`; `not-found` when it was deleted
   */
  update(id: AccountId, expectedVersion: number | null, change: AccountChange): Promise<Account>;
}

/** Accounts, on a database or in a transaction of it. */
export function createAccountRepository(db: Queryable): AccountRepository {
  const findOne = async (condition: string, params: readonly unknown[] = []): Promise<Account | null> => {
    const [account] = await db.query<Account>(`SELECT ${ACCOUNT_COLUMNS} FROM accounts WHERE ${condition}`, params);
    return account ?? null;
  };
  const byKey = (nameOrId: string) => `${isUuid(nameOrId) ? 'id' : 'name'} = $1`;
  return {
    async create({ name, parentId, organisation = '', contact = NO_CONTACT, expiresAt = null, limits = {} }) {
      const details = [organisation, contact, expiresAt === null ? null : new Date(expiresAt), limits];
      const params = [newId<AccountId>(), name, ...details];
      const [account] = await (parentId === null
        ? db.query<Account>(INSERT_ROOT, params)
        : db.query<Account>(INSERT_CHILD, [...params, parentId]));
      if (account !== undefined) return account;
      // The account that has the name may be one that must not be seen here; the parent never is.
      if (parentId !== null && (await findOne('id = $1 AND deleting_at IS NULL', [parentId])) === null)
        throw noParent();
      if (parentId === null && (await findOne('name = $1', [name])) === null) throw rootExists();
      throw nameTaken(name);
    },
    root: () => findOne('parent_id IS NULL'),
    byId: (id) => findOne('id = $1', [id]),
    byName: (name) => findOne('name = $1', [name]),
    inReach: ({ path }, nameOrId) => findOne(`${byKey(nameOrId)} ${IN_REACH}`, [nameOrId, path]),
    path: (id) => db.query<Account>(PATH, [id]),
    child: (parentId, nameOrId) => findOne(`${byKey(nameOrId)} AND parent_id = $2`, [nameOrId, parentId]),
    async children(accountId, { limit, cursor }) {
      const [after] = cursor === null ? [null] : decodePageCursor(cursor, ['string']);
      return pageOf(await db.query<Account>(CHILDREN, [accountId, after, limit + 1]), limit);
    },
    update: (id, expectedVersion, change) => update(db, id, expectedVersion, change),
  };
}

const NO_CONTACT = Object.freeze({ name: '', email: '', phone: '' });

async function update(
  db: Queryable,
  id: AccountId,
  expected: number | null,
  { organisation = null, contact = null, expiresAt, limits = null, settings = null }: Nullable<AccountChange>,
): Promise<Account> {
  const expiry = expiresAt === undefined || expiresAt === null ? null : new Date(expiresAt);
  const params = [id, expected, organisation, contact, expiresAt !== undefined, expiry, limits, settings];
  const [account] = await db.query<Account>(UPDATE_ACCOUNT, params);
  if (account !== undefined) return account;
  const found = await db.query('SELECT 1 FROM accounts WHERE id = $1', [id]);
  if (found.length === 0) throw new Problem('not-found', 'The account does not exist.');
  const hint = 'Read it again and repeat the change.';
  throw new Problem('stale-version', 'The account was changed by somebody else meanwhile.', { hint });
}

type Nullable<Change> = { readonly [Key in keyof Change]?: Change[Key] | null };

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
  return new Problem('not-found', 'The parent account does not exist, or is being deleted.');
}

function rootExists(): Problem {
  return new Problem('already-set-up', 'This installation has its root account already.');
}
