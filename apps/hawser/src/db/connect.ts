import { ConfigurationError } from '@hawser/platform';
import type { Database } from '@hawser/storage';
import { createPostgresDatabase, DatabaseUrlError } from '@hawser/storage/postgres';

export interface ConnectOptions {
  readonly url: string;
  /** The setting that the URL comes from. */
  readonly setting: string;
  readonly statementTimeoutMs: number;
}

/**
 * Connects, works, and closes the connections whatever happens.
 *
 * @throws ConfigurationError when the URL is missing or cannot be used
 */
export async function withDatabase<Result>(
  { url, setting, statementTimeoutMs }: ConnectOptions,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = open(url, setting, statementTimeoutMs);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function open(url: string, setting: string, statementTimeoutMs: number): Database {
  if (url === '') {
    const example = 'postgres://user:password@host:5432/hawser';
    throw new ConfigurationError([`${setting}: is not set; it looks like ${example}`]);
  }
  try {
    return createPostgresDatabase({ url, poolSize: 2, statementTimeoutMs });
  } catch (error) {
    if (error instanceof DatabaseUrlError) throw new ConfigurationError([`${setting}: ${error.message}`]);
    throw error;
  }
}
