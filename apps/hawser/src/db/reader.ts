import type { AccountId } from '@hawser/core';
import {
  createAccountRepository,
  type Database,
  grantAccountReader,
  type Queryable,
  revokeAccountReader,
  SqlError,
} from '@hawser/storage';
import { appendCommandEntry } from '../audit/command-entry.ts';
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
    const record = recorder({ role, account, accountId }, 'grant');
    await refusingUnknown(role, () => grantAccountReader(database, { role, accountId }, record));
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
    const record = recorder({ role, account, accountId }, 'revoke');
    const had = await refusingUnknown(role, () => revokeAccountReader(database, { role, accountId }, record));
    if (!had) throw new DbRefusal(`The role ${role} does not read the account ${account}; nothing was changed.`);
    say(`The role ${role} reads nothing any more`);
  });
}

/** Writes the entry of the change, in the chain of the account. */
function recorder(
  { role, account, accountId }: ReaderOptions & { readonly accountId: AccountId },
  verb: 'grant' | 'revoke',
) {
  const reads = { role, account };
  const change = verb === 'grant' ? { before: null, after: reads } : { before: reads, after: null };
  const resource = { kind: 'account_reader', id: null, name: role } as const;
  return (tx: Queryable) =>
    appendCommandEntry(tx, { accountId, action: `account_reader.${verb}`, resource, ...change });
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
