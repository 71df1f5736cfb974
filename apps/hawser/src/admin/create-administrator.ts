import { ROOT_ACCOUNT_NAME } from '@hawser/core';
import {
  type Account,
  changeAccess,
  createAccountRepository,
  createAdministrator,
  type Database,
} from '@hawser/storage';
import { appendCommandEntry } from '../audit/command-entry.ts';

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
    const { id, email: name } = await createAdministrator(tx, { accountId: root.id, ...administrator });
    await appendCommandEntry(tx, {
      accountId: root.id,
      action: 'user.create',
      resource: { kind: 'user', id, name },
      before: null,
      after: { email: name, name: administrator.name, grants: [`admin in ${root.name} and below`] },
    });
    return root;
  });
}
