import { type AccountId, NO_ACCOUNT } from '@hawser/core';
import { ConfigurationError } from '@hawser/platform';
import { createAccountRepository, type Database, listAuditChains } from '@hawser/storage';

/** A chain and what people call it. */
export interface NamedChain {
  readonly accountId: AccountId;
  readonly name: string;
}

/**
 * Finds the chain of one account, or all there are.
 *
 * @param account - name of the account; all when left out
 * @throws ConfigurationError when there is no such account
 */
export async function findChains(database: Database, account: string | undefined): Promise<NamedChain[]> {
  const accounts = createAccountRepository(database);
  if (account !== undefined) {
    const found = await accounts.byName(account);
    if (found === null) throw new ConfigurationError([`There is no account ${account}.`]);
    return [{ accountId: found.id, name: found.name }];
  }
  const chains = (await listAuditChains(database)).map(async (accountId) => {
    const name = (await accounts.byId(accountId))?.name;
    return { accountId, name: name ?? (accountId === NO_ACCOUNT ? 'before set-up' : `deleted account ${accountId}`) };
  });
  return Promise.all(chains);
}
