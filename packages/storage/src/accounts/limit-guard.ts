import { type AccountId, type CountedLimit, Problem } from '@hawser/core';
import type { Transaction } from '../database.ts';

const NOUNS: Readonly<Record<CountedLimit, { readonly one: string; readonly many: string }>> = {
  agents: { one: 'agent', many: 'agents' },
  users: { one: 'user', many: 'users' },
  child_accounts: { one: 'account', many: 'accounts' },
};

interface Level {
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
  for (const { name, path, most } of await tx.query<Level>('SELECT * FROM hold_limit($1, $2)', [account, limit])) {
    if ((await countInBranch(tx, path, limit)) < most) continue;
    const { one, many } = NOUNS[limit];
    throw new Problem('limit-reached', `The account ${name} may have ${most} ${many}, and has them.`, {
      hint: `Delete one ${one} that is not needed, or let whoever is above ${name} raise its limit \`${limit}\`.`,
    });
  }
}

async function countInBranch(db: Pick<Transaction, 'query'>, path: string, limit: CountedLimit): Promise<number> {
  const [row] = await db.query<{ count: number }>('SELECT count_in_branch($1, $2) AS count', [path, limit]);
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
