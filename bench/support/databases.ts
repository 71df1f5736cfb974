import { randomUUID } from 'node:crypto';
import type { Database } from '@hawser/storage';
import { createPostgresDatabase } from '@hawser/storage/postgres';

const STATEMENT_TIMEOUT_MS = 60_000;

/** A new, empty database on the server that `url` leads to. */
export async function createDatabase(url: string): Promise<string> {
  const name = `bench_${randomUUID().slice(0, 8)}`;
  await run(url, `CREATE DATABASE ${name}`);
  const created = new URL(url);
  created.pathname = name;
  return created.href;
}

/**
 * Messages that the ledger has as received and as stored. The sums alone: the API adds an audit of the queue, which
 * reads all that waits there, and would take from what is measured.
 *
 * @throws Error while the database is away
 */
export async function ledgerTotals(database: Database): Promise<{ received: number; stored: number }> {
  const [row] = await database.query<{ received: number; stored: number }>(
    `SELECT coalesce(sum(messages_received), 0)::float8 AS received, coalesce(sum(messages_stored), 0)::float8 AS stored
     FROM ledger`,
  );
  return row ?? { received: 0, stored: 0 };
}

/** A connection of the bench. */
export function connectDatabase(url: string): Database {
  return createPostgresDatabase({ url, poolSize: 2, statementTimeoutMs: STATEMENT_TIMEOUT_MS });
}

/** @param url - of the server, as it was given to `createDatabase` */
export async function dropDatabase(url: string, created: string): Promise<void> {
  await run(url, `DROP DATABASE ${new URL(created).pathname.slice(1)} WITH (FORCE)`);
}

async function run(url: string, statement: string): Promise<void> {
  const database = connectDatabase(url);
  await database.query(statement);
  await database.close();
}
