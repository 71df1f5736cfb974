import { type AccountId, type CountedLimit, Problem } from '@hawser/core';
import type { Transaction } from '../database.ts';

const NOUNS: Readonly<Record<CountedLimit, { readonly counted: string; readonly one: string; readonly many: string }>> =
  {
    agents: { counted: 'agents x JOIN accounts c ON c.id = x.account_id', one: 'agent', many: 'agents' },
    users: { counted: 'users x JOIN accounts c ON c.id = x.account_id', one: 'user', many: 'users' },
    child_accounts: { counted: 'accounts c', one: 'account', many: 'accounts' },
  };

/** In the order of the path, so that two claims never wait for each other in a circle. */
const LOCK = `SELECT id, name, path, (limits ->> $2)::bigint AS most FROM accounts
  WHERE id IN (SELECT id FROM account_path($1)) AND limits ? $2 ORDER BY length(path) FOR NO KEY UPDATE`;

interface Level {
  readonly id: AccountId;
  readonly name: string;
  readonly path: string;
  readonly most: number;
}

/**
 * Makes sure that there is room for one more of something in an account and in all accounts above it. To be called
 * in the transaction that makes it, before it is made: the accounts with such a limit stay locked until its end, so
 * that many at once cannot pass the limit together. Without a limit nothing is locked.
 *
 * @throws Problem `limit-reached` naming the account whose limit it is
 */
export async function claimLimit(tx: Transaction, account: AccountId, limit: CountedLimit): Promise<void> {
  for (const { name, path, most } of await tx.query<Level>(LOCK, [account, limit])) {
    if ((await countInBranch(tx, path, limit)) < most) continue;
    const { one, many } = NOUNS[limit];
    throw new Problem('limit-reached', `The account ${name} may have ${most} ${many}, and has them.`, {
      hint: `Delete one ${one} that is not needed, or let whoever is above ${name} raise its limit \`${limit}\`.`,
    });
  }
}

/** Counts what there is in an account and all below it; an account does not count as one of its own. */
async function countInBranch(tx: Pick<Transaction, 'query'>, path: string, limit: CountedLimit): Promise<number> {
  const own = limit === 'child_accounts' ? '' : 'c.path = $1 OR';
  const sql = `SELECT count(*) AS count FROM ${NOUNS[limit].counted} WHERE (${own} starts_with(c.path, $1 || '/'))`;
  const [row] = await tx.query<{ count: number }>(sql, [path]);
  return row?.count ?? 0;
}

/** How many of each there are in an account and all below it. */
export async function countLimited(
  db: Pick<Transaction, 'query'>,
  path: string,
): Promise<Readonly<Record<CountedLimit, number>>> {
  const [agents, users, accounts] = await Promise.all([
    countInBranch(db, path, 'agents'),
    countInBranch(db, path, 'users'),
    countInBranch(db, path, 'child_accounts'),
  ]);
  return { agents, users, child_accounts: accounts };
}
