import type { Queryable } from '../database.ts';

/** Reads the tenant id that the database was given when it was made. */
export async function readTenantId(db: Queryable): Promise<string> {
  const [row] = await db.query<{ tenantId: string }>('SELECT tenant_id AS "tenantId" FROM installation');
  if (row === undefined) throw new Error('The table installation has lost its row');
  return row.tenantId;
}

/** Reads the key, 32 bytes, with which the processes of this installation seal what they give to browsers. */
export async function readSealingKey(db: Queryable): Promise<Uint8Array> {
  const [row] = await db.query<{ key: Uint8Array }>('SELECT sealing_key AS key FROM installation');
  if (row === undefined) throw new Error('The table installation has lost its row');
  return row.key;
}
