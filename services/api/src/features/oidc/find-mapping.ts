import { Problem } from '@hawser/core';
import type { Account, OidcMapping, OidcMappingRepository } from '@hawser/storage';

/**
 * Finds a mapping of an account.
 *
 * @throws Problem `not-found`, also when it belongs to another account
 */
export async function findMapping(
  mappings: Pick<OidcMappingRepository, 'inAccount'>,
  account: Account,
  id: string,
): Promise<OidcMapping> {
  const mapping = await mappings.inAccount(account.id, id);
  if (mapping === null) throw new Problem('not-found', `The account ${account.name} has no such mapping.`);
  return mapping;
}
