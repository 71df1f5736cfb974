import { type AccountId, isUuid } from '@hawser/core';
import type { Database, Queryable, Transaction } from '../database.ts';
import type { Account } from './account.ts';

/** The deletion of an account that has data. Times are milliseconds since the Unix epoch. */
export interface AccountDeletion {
  readonly name: string;
  /** Agents, series, dead letters, ledger lines and users deleted so far; readings go with their series. */
  readonly rowsDone: number;
  readonly requestedAt: number;
  /** Null while it goes on. */
  readonly finishedAt: number | null;
}

/** What stands against deleting an account at once. */
export interface AccountContents {
  /** Names of accounts directly below it, a few of them. */
  readonly children: readonly string[];
  readonly hasData: boolean;
}

const COLUMNS = 'name, rows_done AS "rowsDone", requested_at AS "requestedAt", finished_at AS "finishedAt"';
const NAMED_CHILDREN = 10;

const HAS_DATA = `SELECT EXISTS (SELECT FROM agents WHERE account_id = $1) OR EXISTS (SELECT FROM users WHERE account_id = $1)
  OR EXISTS (SELECT FROM series WHERE account_id = $1) OR EXISTS (SELECT FROM dead_letters WHERE account_id = $1)
  OR EXISTS (SELECT FROM ledger WHERE account_id = $1) AS "hasData"`;

/** Looks at what an account holds. In a transaction that has it locked, nothing is added meanwhile. */
export async function accountContents(db: Queryable, id: AccountId): Promise<AccountContents> {
  const children = await db.query<{ name: string }>(
    `SELECT name FROM accounts WHERE parent_id = $1 ORDER BY name LIMIT ${NAMED_CHILDREN}`,
    [id],
  );
  const [row] = await db.query<{ hasData: boolean }>(HAS_DATA, [id]);
  return { children: children.map(({ name }) => name), hasData: row?.hasData ?? false };
}

/** Keeps everybody from adding to an account until the end of the transaction: a row that refers to it has to wait. */
export async function lockAccount(tx: Transaction, id: AccountId): Promise<void> {
  await tx.query('SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE', [id]);
}

/** Marks an account as being deleted, which closes it at once; the scheduler does the rest. Asked again, it stays as it is. */
export async function beginDeletion(tx: Transaction, account: Account, now: number): Promise<AccountDeletion> {
  const at = new Date(now);
  await tx.query(
    'UPDATE accounts SET deleting_at = coalesce(deleting_at, $2), version = version + 1, updated_at = $2 WHERE id = $1',
    [account.id, at],
  );
  await tx.query(
    `INSERT INTO account_deletions (account_id, parent_id, name, path, requested_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [account.id, account.parentId, account.name, account.path, at],
  );
  const [deletion] = await tx.query<AccountDeletion>(`SELECT ${COLUMNS} FROM account_deletions WHERE account_id = $1`, [
    account.id,
  ]);
  if (deletion === undefined) throw new Error('The deletion of an account was not noted');
  return deletion;
}

/** Finds the newest deletion of an account below another, by its name or id. */
export async function findDeletion(
  db: Queryable,
  parentId: AccountId,
  nameOrId: string,
): Promise<AccountDeletion | null> {
  const [deletion] = await db.query<AccountDeletion>(
    `SELECT ${COLUMNS} FROM account_deletions WHERE parent_id = $1 AND ${isUuid(nameOrId) ? 'account_id' : 'name'} = $2
     ORDER BY requested_at DESC LIMIT 1`,
    [parentId, nameOrId],
  );
  return deletion ?? null;
}

const someOf = (table: string): string => `WITH gone AS (DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM ${table} WHERE account_id = $1 LIMIT $2)) RETURNING 1)
  SELECT count(*) AS count FROM gone`;

/** Their readings follow, by the purge of deleted series. */
const SERIES = `WITH gone AS (DELETE FROM series WHERE id IN (SELECT id FROM series WHERE account_id = $1 LIMIT $2) RETURNING id),
    noted AS (INSERT INTO series_purge (series_id, account_id) SELECT id, $1 FROM gone ON CONFLICT DO NOTHING)
  SELECT count(*) AS count FROM gone`;

/** With series that came back meanwhile: what was queued when the deletion began is still being stored. */
const AGENTS = `WITH picked AS (SELECT id FROM agents WHERE account_id = $1 LIMIT $2),
    lost AS (DELETE FROM series WHERE agent_id IN (SELECT id FROM picked) RETURNING id),
    noted AS (INSERT INTO series_purge (series_id, account_id) SELECT id, $1 FROM lost ON CONFLICT DO NOTHING),
    gone AS (DELETE FROM agents WHERE id IN (SELECT id FROM picked) RETURNING 1)
  SELECT count(*) AS count FROM gone`;

const GRANTS_OF_ROLES = `WITH gone AS (DELETE FROM grants WHERE id IN (
    SELECT g.id FROM grants g JOIN roles r ON r.id = g.role_id WHERE r.account_id = $1 LIMIT $2) RETURNING 1)
  SELECT count(*) AS count FROM gone`;

/** In this order, each in batches until nothing is left of it. What else refers to an account goes with its row. */
const STEPS: readonly string[] = [
  SERIES,
  AGENTS,
  someOf('dead_letters'),
  someOf('ledger'),
  GRANTS_OF_ROLES,
  someOf('users'),
  someOf('roles'),
  someOf('fleets'),
];

/** Tables that a deletion empties itself before the account's row goes. */
export const EMPTIED_TABLES: readonly string[] = ['series', 'agents', 'users', 'roles', 'fleets'];

const OPEN = `SELECT account_id AS id FROM account_deletions WHERE finished_at IS NULL ORDER BY requested_at LIMIT 1 OFFSET $1`;

/**
 * Goes on with the deletions that were asked for: one batch of the first that has something to delete. A batch is a
 * transaction, so it goes on after a crash where it was.
 *
 * @param limit - most rows of a batch
 * @param now - milliseconds since the Unix epoch
 * @returns whether there is more to do at once
 */
export async function deleteAccounts(db: Database, limit: number, now: number): Promise<boolean> {
  for (let at = 0; ; at++) {
    const [account] = await db.query<{ id: AccountId }>(OPEN, [at]);
    if (account === undefined) return false;
    if (await db.transaction((tx) => deleteSome(tx, account.id, limit, now))) return true;
  }
}

/** @returns false when it has to wait for the purge of readings */
async function deleteSome(tx: Transaction, id: AccountId, limit: number, now: number): Promise<boolean> {
  for (const sql of STEPS) {
    const [row] = await tx.query<{ count: number }>(sql, [id, limit]);
    if ((row?.count ?? 0) === 0) continue;
    await tx.query('UPDATE account_deletions SET rows_done = rows_done + $2 WHERE account_id = $1', [id, row?.count]);
    return true;
  }
  const waiting = await tx.query('SELECT 1 FROM series_purge WHERE account_id = $1 LIMIT 1', [id]);
  if (waiting.length > 0) return false;
  await tx.query('DELETE FROM accounts WHERE id = $1', [id]);
  await tx.query('UPDATE account_deletions SET finished_at = $2 WHERE account_id = $1', [id, new Date(now)]);
  return true;
}

/** Deletes an account without data; its roles and fleets go with it. Call it with the account locked. */
export async function removeEmptyAccount(tx: Transaction, id: AccountId): Promise<void> {
  for (const table of ['grants', 'roles', 'fleets']) await tx.query(`DELETE FROM ${table} WHERE account_id = $1`, [id]);
  await tx.query('DELETE FROM accounts WHERE id = $1', [id]);
}

/** Forgets deletions that ended before a time; returns how many, at most `limit`. */
export async function purgeDeletions(db: Queryable, before: number, limit: number): Promise<number> {
  const rows = await db.query(
    `DELETE FROM account_deletions WHERE account_id IN (
       SELECT account_id FROM account_deletions WHERE finished_at < $1 LIMIT $2) RETURNING account_id`,
    [new Date(before), limit],
  );
  return rows.length;
}
