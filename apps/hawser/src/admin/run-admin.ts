import { createPasswordHasher } from '@hawser/api';
import { Problem } from '@hawser/core';
import { type Environment, Lifecycle, silentLogger } from '@hawser/platform';
import type { Database } from '@hawser/storage';
import { openDatabase } from '../compose/database.ts';
import { EXIT } from '../db/exit-codes.ts';
import { type Failure, failureOf } from '../db/failure.ts';
import type { Output } from '../db/run-db.ts';
import { readOwnSettings } from '../db/settings.ts';
import { claimDataFolder } from '../up/data-folder.ts';
import { bundledFiles } from '../up/program-files.ts';
import { databaseServer } from '../up/scale-settings.ts';
import { UP_SETTING_GROUPS } from '../up/settings.ts';
import { StartupError } from '../up/startup-error.ts';
import { createRootAdministrator } from './create-administrator.ts';
import type { NewPassword } from './new-password.ts';

const { dataDir } = UP_SETTING_GROUPS['Where it runs'];
const SETTINGS = { ...databaseServer, dataDir };

export interface AdminRequest {
  readonly email: string;
  readonly name: string;
  /** Asked for when everything else is known to be right. */
  readonly password: () => Promise<NewPassword>;
}

/**
 * Makes an administrator of the root account. Expected failures become one line each and an exit code; anything else is
 * a bug, and is thrown.
 *
 * @returns the exit code
 */
export async function runAdminCreate(
  request: AdminRequest,
  env: Environment,
  { say, complain }: Output,
): Promise<number> {
  const lifecycle = new Lifecycle();
  try {
    const { email, name } = request;
    const database = await open(env, lifecycle);
    const { password, isRandom } = await request.password();
    const passwordHash = await createPasswordHasher().hash(password);
    const root = await createRootAdministrator(database, { email, name, passwordHash });
    say(`${email} is an administrator of ${root.name} and of all accounts below it.`);
    if (isRandom) say(`Password, shown this once: ${password}`);
    return EXIT.done;
  } catch (error) {
    const failure = adminFailureOf(error);
    if (failure === null) throw error;
    complain(failure.line);
    return failure.code;
  } finally {
    await lifecycle.stop();
  }
}

/** The server that the settings name, else the database in the data folder, which nobody else may use meanwhile. */
async function open(env: Environment, lifecycle: Lifecycle): Promise<Database> {
  const settings = readOwnSettings(SETTINGS, env);
  const { databaseUrl: url, databasePoolSize: poolSize, databaseStatementTimeoutMs: statementTimeoutMs } = settings;
  const server = url === '' ? null : { url, poolSize, statementTimeoutMs };
  const folder = server === null ? await claimDataFolder(settings.dataDir) : null;
  if (folder !== null) lifecycle.onStop('data folder', () => folder.release());
  const { databaseThread, databaseTemplate } = bundledFiles();
  const { database } = await openDatabase({
    ...{ server, dataDir: folder?.database ?? null, entry: databaseThread, template: databaseTemplate },
    ...{ log: silentLogger(), lifecycle, onFailure: () => undefined, separatesAccounts: false },
  });
  return database;
}

function adminFailureOf(error: unknown): Failure | null {
  if (error instanceof StartupError) return { code: EXIT.unavailable, line: error.message };
  if (!(error instanceof Problem)) return failureOf(error);
  const line = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  return { code: EXIT.refused, line };
}
