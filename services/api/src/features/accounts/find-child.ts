import { Problem } from '@hawser/core';
import type { Account, AccountRepository } from '@hawser/storage';

/**
 * Finds an account directly below another, by name or id.
 *
 * @throws Problem `not-found`, also when there is such an account elsewhere
 */
export async function findChild(
  accounts: Pick<AccountRepository, 'child'>,
  parent: Account,
  nameOrId: string,
): Promise<Account> {
  const child = await accounts.child(parent.id, nameOrId);
  if (child === null)
    throw new Problem('not-found', `The account ${parent.name} has no such account directly below it.`);
  return child;
}
