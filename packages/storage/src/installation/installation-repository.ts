import type { LicensedCount } from '@hawser/core';
import type { Queryable } from '../database.ts';

/** Reads the tenant id that the database was given when it was made. */
export async function readTenantId(db: Queryable): Promise<string> {
  const [row] = await db.query<{ tenantId: string }>('SELECT tenant_id AS "tenantId" FROM installation');
  if (row === undefined) throw new Error('The table installation has lost its row');
  return row.tenantId;
}

const USAGE = `SELECT (SELECT count(*) FROM agents) AS agents, (SELECT count(*) FROM users) AS users,
  (SELECT count(*) FROM accounts WHERE parent_id IS NOT NULL) AS accounts`;

/** Counts what a licence may limit; the root account is not one of the accounts. */
export async function readInstallationUsage(db: Queryable): Promise<Readonly<Record<LicensedCount, number>>> {
  const [row] = await db.query<Record<LicensedCount, number>>(USAGE);
  if (row === undefined) throw new Error('A statement without conditions gave no row');
  return row;
}

/** Reads the key, 32 bytes, with which the processes of this installation seal what they give to browsers. */
export async function readSealingKey(db: Queryable): Promise<Uint8Array> {
  const [row] = await db.query<{ key: Uint8Array }>('SELECT sealing_key AS key FROM installation');
  if (row === undefined) throw new Error('The table installation has lost its row');
  return row.key;
}
