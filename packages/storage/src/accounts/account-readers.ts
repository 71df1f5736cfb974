import type { AccountId } from '@hawser/core';
import type { Database, Transaction } from '../database.ts';

/** A role of the database, created by its administrator, that may read one account's readings by SQL. */
export interface AccountReader {
  readonly role: string;
  readonly accountId: AccountId;
}

const STORE = `INSERT INTO account_readers (role_name, account_id) VALUES ($1, $2)
  ON CONFLICT (role_name) DO UPDATE SET account_id = excluded.account_id`;

const REMOVE = 'DELETE FROM account_readers WHERE role_name = $1 AND account_id = $2 RETURNING role_name';

const GRANT = `SELECT format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), $1::text) AS schema,
  format('GRANT SELECT ON account_readings TO %I', $1::text) AS view,
  format('REVOKE ALL ON account_readings FROM %I', $1::text) AS revoke`;

interface Grants {
  readonly schema: string;
  readonly view: string;
  readonly revoke: string;
}

/**
 * Lets a role read the readings of one account through the view `account_readings`, and nothing else.
 *
 * @param record - what is to be written in the same transaction
 * @throws SqlError 42704 when there is no such role
 */
export async function grantAccountReader(
  db: Database,
  { role, accountId }: AccountReader,
  record: (tx: Transaction) => Promise<void> = async () => undefined,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [grants] = await tx.query<Grants>(GRANT, [role]);
    await tx.query(STORE, [role, accountId]);
    if (grants !== undefined) await tx.query(`${grants.schema}; ${grants.view}`);
    await record(tx);
  });
}

/**
 * Takes it back.
 *
 * @param record - what is to be written in the same transaction, when something is taken
 * @returns false when the role did not read this account; it loses nothing then
 * @throws SqlError 42704 when there is no such role any more
 */
export function revokeAccountReader(
  db: Database,
  { role, accountId }: AccountReader,
  record: (tx: Transaction) => Promise<void> = async () => undefined,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const gone = await tx.query(REMOVE, [role, accountId]);
    const [grants] = await tx.query<Grants>(GRANT, [role]);
    if (gone.length > 0 && grants !== undefined) await tx.query(grants.revoke);
    if (gone.length > 0) await record(tx);
    return gone.length > 0;
  });
}
