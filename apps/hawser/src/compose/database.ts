import type { MessagePort } from 'node:worker_threads';
import type { Lifecycle, Logger } from '@hawser/platform';
import {
  assertTenantRole,
  type Database,
  DatabaseTooNewError,
  DatabaseUnavailableError,
  describeEngine,
  hasSqlState,
  migrate,
  SQLSTATE,
  TenantRoleError,
} from '@hawser/storage';
import { createPostgresDatabase, DatabaseUrlError } from '@hawser/storage/postgres';
import { engineLine } from '../db/migrate.ts';
import { StartupError } from '../up/startup-error.ts';

/** How another thread of this process reaches the database; may be posted to it. */
export type ThreadDatabase =
  | { readonly kind: 'pglite'; readonly port: MessagePort }
  | ({ readonly kind: 'postgres' } & ServerSettings);

/** A PostgreSQL server and how to use it. */
export interface ServerSettings {
  readonly url: string;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
}

export interface OpenDatabase {
  readonly database: Database;
  /** One line about what keeps the readings. */
  readonly engine: string;
  /** A connection for another thread. */
  forThread(): ThreadDatabase;
}

interface DatabaseOptions {
  /** The server; null keeps everything in PGlite, in `dataDir`. */
  readonly server: ServerSettings | null;
  readonly dataDir: string | null;
  /** Something here works for one account at a time, and must be kept from seeing others. */
  readonly separatesAccounts: boolean;
  /** File of PGlite's thread. */
  readonly entry: URL;
  /** File of the packed database that a new one begins with. */
  readonly template: string;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly onFailure: (error: Error) => void;
}

/** An ingestion worker commits one batch while it looks things up for the next. */
const THREAD_POOL_SIZE = 3;

/**
 * Opens the database and brings its schema up to date.
 *
 * @throws StartupError when it cannot be used, or is one of a newer program
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const { server, dataDir, separatesAccounts, log } = options;
  try {
    const opened = server === null ? await openPglite(options) : openServer(server, options);
    const { applied, adoptedTimescale } = await migrate(opened.database);
    if (separatesAccounts) await assertTenantRole(opened.database);
    if (applied.length > 0) log.info({ applied }, 'The database schema was brought up to date');
    if (adoptedTimescale) log.info('TimescaleDB keeps the readings from now on');
    const engine = await describeEngine(opened.database);
    log.info({ engine }, 'The database is open');
    return { ...opened, engine: engineLine(engine) };
  } catch (error) {
    if (error instanceof DatabaseUrlError) throw new StartupError(`DATABASE_URL: ${error.message}`, error);
    const expected =
      error instanceof DatabaseUnavailableError ||
      error instanceof DatabaseTooNewError ||
      error instanceof TenantRoleError ||
      hasSqlState(error, SQLSTATE.insufficientPrivilege);
    throw expected ? new StartupError(`${server === null ? dataDir : 'The database'}: ${error.message}`, error) : error;
  }
}

/** The other end of `OpenDatabase.forThread`. */
export async function connectThreadDatabase(database: ThreadDatabase, log: Logger): Promise<Database> {
  if (database.kind === 'postgres') return createServer(database, log);
  const { connectPglite } = await import('@hawser/storage/pglite');
  return connectPglite(database.port);
}

type Opened = Omit<OpenDatabase, 'engine'>;

async function openPglite({ dataDir, entry, template, log, lifecycle, onFailure }: DatabaseOptions): Promise<Opened> {
  if (dataDir === null) throw new Error('The embedded database needs a folder');
  const { startPglite } = await import('@hawser/storage/pglite');
  const pglite = await startPglite({
    dataDir,
    template,
    workerUrl: entry,
    onFailure,
    onWarning: (reason) => log.warn({ reason }, 'Background work of the database failed and will be tried again'),
  });
  lifecycle.onStop('database', () => pglite.close(), 30_000);
  return { database: pglite.database, forThread: () => ({ kind: 'pglite', port: pglite.connect() }) };
}

function openServer(server: ServerSettings, { log, lifecycle }: DatabaseOptions): Opened {
  const database = createServer(server, log);
  lifecycle.onStop('database', () => database.close());
  return { database, forThread: () => ({ kind: 'postgres', ...server, poolSize: THREAD_POOL_SIZE }) };
}

function createServer(server: ServerSettings, log: Logger): Database {
  return createPostgresDatabase({
    ...server,
    onConnectionLost: (err) => log.warn({ err }, 'A connection to the database was lost'),
  });
}
