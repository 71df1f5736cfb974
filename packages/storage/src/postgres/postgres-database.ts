import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ClientBase, Pool, type QueryResult } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database, Transaction } from '../database.ts';
import { SQLSTATE, SqlError } from '../sql-error.ts';
import { encodeParameters } from '../values/parameters.ts';
import { parserFor } from '../values/row-types.ts';
import { translateError } from './translate-error.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** Most connections that are open at a time. */
  readonly poolSize: number;
  /** The server gives a statement up after this many milliseconds; 0 means never. */
  readonly statementTimeoutMs: number;
  /** Called when a connection broke that nobody was using; the pool makes a new one when it is needed. */
  readonly onConnectionLost?: (error: Error) => void;
}

/**
 * Opens a PostgreSQL server (15 or newer) through a pool. Nothing is connected before the first statement.
 *
 * @throws SqlError from its methods when the server refused a statement; DatabaseUnavailableError when it could not be
 *   reached or went away
 */
export function createPostgresDatabase(options: PostgresOptions): Database {
  const pool = new Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: options.statementTimeoutMs,
    // Row values are read for this zone (`values/timestamp.ts`).
    options: '-c TimeZone=UTC -c DateStyle=ISO -c bytea_output=hex',
    types: { getTypeParser: (oid: number) => parserFor(oid) as (text: string) => never },
  });
  // Without a listener, a server that restarts would end this process.
  pool.on('error', (error) => options.onConnectionLost?.(error));
  return {
    query: (sql, params) => withClient(pool, (client) => runStatement(client, sql, params)),
    transaction: (work) => withClient(pool, (client, discard) => transact(client, discard, work)),
    close: () => pool.end(),
  };
}

/** Lends a client to `work`. One that broke, or that `work` discards, is not used again. */
async function withClient<Result>(
  pool: Pool,
  work: (client: ClientBase, discard: (error: Error) => void) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect().catch((error: unknown) => {
    throw translateError(error);
  });
  let broken: Error | undefined;
  const discard = (error: Error): void => {
    broken = error;
  };
  // The pool listens only while the client is idle. The statement that is in progress fails by itself.
  client.on('error', discard);
  try {
    return await work(client, discard);
  } finally {
    client.off('error', discard);
    client.release(broken);
  }
}

async function transact<Result>(
  client: ClientBase,
  discard: (error: Error) => void,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  await runStatement(client, 'BEGIN');
  let result: Result;
  try {
    result = await work(transactionOn(client));
  } catch (error) {
    // A client that cannot even do this is broken; the caller hears of the error that led here.
    await runStatement(client, 'ROLLBACK').catch(discard);
    throw error;
  }
  await commit(client);
  return result;
}

function transactionOn(client: ClientBase): Transaction {
  return {
    query: (sql, params) => runStatement(client, sql, params),
    async copyIn(target, data) {
      const stream = client.query(copyFrom(`COPY ${target} FROM STDIN WITH (FORMAT binary)`));
      try {
        await pipeline(Readable.from([data], { objectMode: false }), stream);
      } catch (error) {
        throw translateError(error);
      }
      return stream.rowCount;
    },
  };
}

/** Rows of the last statement: `pg` gives an array of results when the text held several. */
async function runStatement<Row>(client: ClientBase, sql: string, params: readonly unknown[] = []): Promise<Row[]> {
  const answer = await sendStatement(client, sql, params);
  const last = Array.isArray(answer) ? (answer.at(-1) as QueryResult | undefined) : answer;
  return (last?.rows ?? []) as Row[];
}

async function sendStatement(client: ClientBase, sql: string, params: readonly unknown[]): Promise<QueryResult> {
  const values = encodeParameters(params);
  try {
    // Text that holds several statements must come without values.
    return await (values.length === 0 ? client.query(sql) : client.query(sql, values));
  } catch (error) {
    throw translateError(error);
  }
}

/** PostgreSQL answers a COMMIT of a failed transaction with success and the tag `ROLLBACK`. */
async function commit(client: ClientBase): Promise<void> {
  const { command } = await sendStatement(client, 'COMMIT', []);
  if (command === 'COMMIT') return;
  const message = 'Nothing was committed: a statement of the transaction had failed.';
  throw new SqlError({ message, code: SQLSTATE.inFailedTransaction });
}
