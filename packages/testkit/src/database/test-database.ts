import { randomUUID } from 'node:crypto';
import type { Database } from '@hawser/storage';
import { Client } from 'pg';
import { sharedServerUrl } from './shared-server.ts';

const TEMPLATE = 'hawser_template';
/** Any number that nothing else locks: one worker makes the template while the others wait. */
const TEMPLATE_LOCK = 4_711;

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Closes the connections and drops the database. */
  close(): Promise<void>;
}

/**
 * Makes a database with the current schema for one test file: a clone of a template that is migrated once per run, on
 * a PostgreSQL server that all files share.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const serverUrl = await sharedServerUrl();
  await asOwner(serverUrl, makeTemplate);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asOwner(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`));
  const url = databaseUrl(serverUrl, name);
  const database = await connectDatabase(url);
  const close = async () => {
    await database.close();
    await asOwner(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  };
  return { url, database, close };
}

async function makeTemplate(client: Client, serverUrl: string): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [TEMPLATE]);
  if (rowCount !== 0) return;
  const draft = `${TEMPLATE}_draft`;
  await client.query(`DROP DATABASE IF EXISTS ${draft}`);
  await client.query(`CREATE DATABASE ${draft} TEMPLATE template0`);
  const { migrate } = await import('@hawser/storage');
  const database = await connectDatabase(databaseUrl(serverUrl, draft));
  await migrate(database).finally(() => database.close());
  await client.query(`ALTER DATABASE ${draft} RENAME TO ${TEMPLATE}`);
}

async function connectDatabase(url: string): Promise<Database> {
  const { createPostgresDatabase } = await import('@hawser/storage/postgres');
  return createPostgresDatabase({ url, poolSize: 4, statementTimeoutMs: 60_000 });
}

/** Works on the server's maintenance database; ending the connection also frees the lock. */
async function asOwner(
  serverUrl: string,
  work: (client: Client, serverUrl: string) => Promise<unknown>,
): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await work(client, serverUrl);
  } finally {
    await client.end();
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
