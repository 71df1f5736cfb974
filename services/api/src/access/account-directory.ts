import type { Clock } from '@hawser/core';
import type { Account, AccountRepository, Invalidations } from '@hawser/storage';
import { BoundedCache } from '../sessions/bounded-cache.ts';

/** How long another process's change can go unnoticed when it could not tell this one. */
const TTL_MS = 5_000;
const MAX_ACCOUNTS = 10_000;

/** Knows the accounts that paths name, without asking the database for every request. */
export interface AccountDirectory {
  /** Finds an account by name or id, if it is the given one or below it; null when it is not, or does not exist. */
  inReach(account: Account, nameOrId: string): Promise<Account | null>;
}

export interface AccountDirectoryDeps {
  readonly accounts: Pick<AccountRepository, 'inReach'>;
  readonly invalidations: Pick<Invalidations, 'subscribe'>;
  readonly clock: Clock;
}

/** Makes the directory. Only accounts that were found are remembered: a new one is found at once. */
export function createAccountDirectory({ accounts, invalidations, clock }: AccountDirectoryDeps): AccountDirectory {
  const known = new BoundedCache<string, Account>({ max: MAX_ACCOUNTS, ttlMs: TTL_MS, clock });
  let changes = 0;
  invalidations.subscribe(({ type }) => {
    if (type !== 'account-changed' && type !== 'everything') return;
    changes += 1;
    // Paths and settings of those below it come from the account that was changed.
    known.deleteWhere(() => true);
  });

  const look = async (from: Account, nameOrId: string): Promise<Account | null> => {
    const before = changes;
    const found = await accounts.inReach(from, nameOrId);
    if (found !== null && changes === before) known.set(nameOrId, found);
    return found;
  };
  return {
    async inReach(from, nameOrId) {
      const account = known.get(nameOrId) ?? (await look(from, nameOrId));
      return account !== null && isWithin(account, from) ? account : null;
    },
  };
}

function isWithin({ path }: Account, from: Account): boolean {
  return path === from.path || path.startsWith(`${from.path}/`);
}
