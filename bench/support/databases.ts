import { randomUUID } from 'node:crypto';
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

/** @param url - of the server, as it was given to `createDatabase` */
export async function dropDatabase(url: string, created: string): Promise<void> {
  await run(url, `DROP DATABASE ${new URL(created).pathname.slice(1)} WITH (FORCE)`);
}

async function run(url: string, statement: string): Promise<void> {
  const database = createPostgresDatabase({ url, poolSize: 2, statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  await database.query(statement);
  await database.close();
}
