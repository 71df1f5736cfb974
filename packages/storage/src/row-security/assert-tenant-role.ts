import { newId } from '@hawser/core';
import { TENANT_ROLE } from '../account-scope.ts';
import type { Database } from '../database.ts';
import { hasSqlState, SQLSTATE } from '../sql-error.ts';

/** The role that separates accounts in the database cannot be used; the message says what to do. */
export class TenantRoleError extends Error {
  constructor(reason: string, cause?: unknown) {
    const commands = `GRANT ${TENANT_ROLE} TO <the role of DATABASE_URL>`;
    const advice = `Run "hawser db init" again, or as an administrator of the server: ${commands}`;
    super(`${reason}. ${advice}`, cause === undefined ? undefined : { cause });
    this.name = 'TenantRoleError';
  }
}

/**
 * Makes sure that row-level security acts on what is done in an account: an account that nobody has must see nothing.
 *
 * @throws TenantRoleError when the role is missing or may not be taken on
 */
export async function assertTenantRole(db: Database): Promise<void> {
  const nobody = db.within({ id: newId(), path: '/' });
  const refused = (error: unknown): never => {
    const mayNot = hasSqlState(error, SQLSTATE.insufficientPrivilege) || hasSqlState(error, SQLSTATE.invalidValue);
    throw mayNot ? new TenantRoleError(`The role ${TENANT_ROLE} cannot be taken on: ${error.message}`, error) : error;
  };
  const seen = await nobody.query('SELECT FROM accounts LIMIT 1').catch(refused);
  if (seen.length > 0) throw new TenantRoleError('Row-level security does not act: accounts can be seen from outside');
}
