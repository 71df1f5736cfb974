import type { AccountId } from '@hawser/core';
import {
  createAccountRepository,
  type Database,
  grantAccountReader,
  revokeAccountReader,
  SqlError,
} from '@hawser/storage';
import { withDatabase } from './connect.ts';
import { DbRefusal } from './failure.ts';
import type { DatabaseSettings } from './settings.ts';

const NO_SUCH_ROLE = '42704';

/** Who shall read what. */
export interface ReaderOptions {
  /** A role of the database that an administrator has created. */
  readonly role: string;
  /** Name of the account. */
  readonly account: string;
}

/**
 * Lets a role of the database read the readings of one account through the view `account_readings`, and nothing else. A
 * role reads one account: granted anew, it reads the other one.
 *
 * @param say - takes one line for each step
 * @throws DbRefusal when there is no such account or role
 */
export async function grantReader(
  settings: DatabaseSettings,
  { role, account }: ReaderOptions,
  say: (line: string) => void,
): Promise<void> {
  await connected(settings, async (database) => {
    const accountId = await findAccount(database, account);
    await refusingUnknown(role, () => grantAccountReader(database, { role, accountId }));
    say(`The role ${role} reads the account ${account}, through the view account_readings`);
  });
}

/**
 * Takes it back.
 *
 * @throws DbRefusal when there is no such account or role, or the role reads another account
 */
export async function revokeReader(
  settings: DatabaseSettings,
  { role, account }: ReaderOptions,
  say: (line: string) => void,
): Promise<void> {
  await connected(settings, async (database) => {
    const accountId = await findAccount(database, account);
    const had = await refusingUnknown(role, () => revokeAccountReader(database, { role, accountId }));
    if (!had) throw new DbRefusal(`The role ${role} does not read the account ${account}; nothing was changed.`);
    say(`The role ${role} reads nothing any more`);
  });
}

function connected(settings: DatabaseSettings, work: (database: Database) => Promise<void>): Promise<void> {
  const { databaseUrl: url, statementTimeoutMs } = settings;
  return withDatabase({ url, setting: 'DATABASE_URL', statementTimeoutMs }, work);
}

async function findAccount(database: Database, name: string): Promise<AccountId> {
  const account = await createAccountRepository(database).byName(name);
  if (account === null) throw new DbRefusal(`There is no account ${name}.`);
  return account.id;
}

async function refusingUnknown<Result>(role: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SqlError) || error.code !== NO_SUCH_ROLE) throw error;
    throw new DbRefusal(
      `There is no role ${role} in the database: an administrator creates it, as in CREATE ROLE "${role}" LOGIN PASSWORD '…'.`,
    );
  }
}
