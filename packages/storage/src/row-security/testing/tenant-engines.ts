import { startMemoryPglite, testDatabase } from '@hawser/testkit';
import type { Account } from '../../accounts/account.ts';
import { createAccountRepository } from '../../accounts/account-repository.ts';
import type { Database } from '../../database.ts';
import { databaseOfOwner } from './database-of-owner.ts';
import { fillTenant, type Tenant } from './fill-tenant.ts';

/** Where the policies have to act, whoever the program signs in as. */
export const TENANT_ENGINES = [
  ['PGlite, as a superuser', startMemoryPglite],
  ['PostgreSQL, as a superuser', testDatabase],
  ['PostgreSQL, as the owner of the tables', databaseOfOwner],
] as const;

/** Three accounts with everything in them: one, one below it, and one whose name begins with the same letters. */
export interface Tenants {
  readonly root: Account;
  readonly acme: Tenant;
  readonly north: Tenant;
  readonly other: Tenant;
}

export async function fillTenants(db: Database): Promise<Tenants> {
  const root = await createAccountRepository(db).create({ name: 'sys', parentId: null });
  const acme = await fillTenant(db, 'acme', root.id);
  const north = await fillTenant(db, 'north', acme.account.id);
  return { root, acme, north, other: await fillTenant(db, 'acme-2', root.id) };
}
