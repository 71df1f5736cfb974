import { ROOT_ACCOUNT_NAME } from '@hawser/core';
import {
  type Account,
  changeAccess,
  createAccountRepository,
  createAdministrator,
  type Database,
} from '@hawser/storage';

export interface NewAdministrator {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/**
 * Makes a user who may do everything in the whole installation, and the root account if set-up has not been run; then
 * that is done with this.
 *
 * @returns the root account
 * @throws Problem `conflict` when a user has the e-mail address
 */
export function createRootAdministrator(database: Database, administrator: NewAdministrator): Promise<Account> {
  return changeAccess(database, async (tx) => {
    const accounts = createAccountRepository(tx);
    const root = (await accounts.root()) ?? (await accounts.create({ name: ROOT_ACCOUNT_NAME, parentId: null }));
    await createAdministrator(tx, { accountId: root.id, ...administrator });
    return root;
  });
}
