import type { MessagePort } from 'node:worker_threads';
import type { Lifecycle, Logger } from '@hawser/platform';
import { type Database, DatabaseTooNewError, DatabaseUnavailableError, migrate } from '@hawser/storage';
import { startPglite } from '@hawser/storage/pglite';
import { StartupError } from '../up/startup-error.ts';

export interface EmbeddedDatabase {
  readonly database: Database;
  /** A connection for another thread. */
  connect(): MessagePort;
}

interface DatabaseOptions {
  readonly dataDir: string;
  /** File of the packed database that a new one begins with. */
  readonly template: string;
  readonly entry: URL;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly onFailure: (error: Error) => void;
}

/**
 * Starts PGlite in its thread and brings the schema up to date.
 *
 * @throws StartupError when the folder holds no usable database, or one of a newer program
 */
export async function openDatabase(options: DatabaseOptions): Promise<EmbeddedDatabase> {
  const { dataDir, template, entry, log, lifecycle, onFailure } = options;
  try {
    const pglite = await startPglite({
      dataDir,
      template,
      workerUrl: entry,
      onFailure,
      onWarning: (reason) => log.warn({ reason }, 'Background work of the database failed and will be tried again'),
    });
    lifecycle.onStop('database', () => pglite.close(), 30_000);
    const { applied } = await migrate(pglite.database);
    if (applied.length > 0) log.info({ applied }, 'The database schema was brought up to date');
    return pglite;
  } catch (error) {
    const expected = error instanceof DatabaseUnavailableError || error instanceof DatabaseTooNewError;
    throw expected ? new StartupError(`${dataDir}: ${error.message}`, error) : error;
  }
}
