import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigurationError, type Environment, type Flags } from '@hawser/platform';
import type { Database } from '@hawser/storage';
import { startPglite } from '@hawser/storage/pglite';
import { claimDataFolder } from '../up/data-folder.ts';
import { UP_SETTING_GROUPS } from '../up/settings.ts';
import { withDatabase } from './connect.ts';
import { readOwnSettings } from './settings.ts';

const { databaseUrl, databaseStatementTimeoutMs } = UP_SETTING_GROUPS['A PostgreSQL server'];
const SETTINGS = { dataDir: UP_SETTING_GROUPS['Where it runs'].dataDir, databaseUrl, databaseStatementTimeoutMs };

/** Beside the bundled program; the source has its own entry. */
const BUNDLED_THREAD = new URL('./pglite-worker.js', import.meta.url);

/**
 * Opens the database of an installation as it is, the one of the server or the one in the data folder, works, and closes
 * it whatever happens. The schema is not touched.
 *
 * @throws ConfigurationError when a setting is wrong or nothing is there; StartupError when the folder is in use
 */
export async function withInstallation<Result>(
  env: Environment,
  flags: Flags,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const settings = readOwnSettings(SETTINGS, env, flags);
  if (settings.databaseUrl === '') return withDataFolder(settings.dataDir, work);
  const { databaseUrl: url, databaseStatementTimeoutMs: statementTimeoutMs } = settings;
  return withDatabase({ url, setting: 'DATABASE_URL', statementTimeoutMs }, work);
}

async function withDataFolder<Result>(dir: string, work: (database: Database) => Promise<Result>): Promise<Result> {
  if (!existsSync(join(resolve(dir), 'database'))) {
    const remedy = 'say with --data where it is, or with --database which server has it';
    throw new ConfigurationError([`${resolve(dir)} holds no database; ${remedy}`]);
  }
  const folder = await claimDataFolder(dir);
  try {
    const thread = existsSync(BUNDLED_THREAD) ? { workerUrl: BUNDLED_THREAD } : {};
    const pglite = await startPglite({ dataDir: folder.database, ...thread });
    return await work(pglite.database).finally(() => pglite.close());
  } finally {
    await folder.release();
  }
}
