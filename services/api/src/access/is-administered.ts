import { createAccountRepository, type Queryable, rootAdministrators } from '@hawser/storage';

/**
 * Tells whether somebody is left who may do everything; before set-up, and where the root account is out of sight, nobody
 * has to be.
 */
export async function isAdministered(tx: Queryable): Promise<boolean> {
  const root = await createAccountRepository(tx).root();
  if (root === null) return true;
  return (await rootAdministrators(tx, root.id)).some(({ disabled }) => !disabled);
}
