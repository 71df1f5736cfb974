import { type ClientBase, Pool, type PoolConfig, type QueryResult } from 'pg';
import { type AccountScope, beginWithin } from '../account-scope.ts';
import type { Database, Transaction } from '../database.ts';
import { SQLSTATE, SqlError } from '../sql-error.ts';
import { encodeParameters } from '../values/parameters.ts';
import { parserFor } from '../values/row-types.ts';
import { AnswerDeadline } from './answer-deadline.ts';
import { connectionOptions } from './connection-options.ts';
import { copyIn } from './copy-in-query.ts';
import { runScoped } from './scoped-query.ts';
import { translateError } from './translate-error.ts';

/** Waiting for a connection, whether one is made or one of the pool comes back. */
const ACQUIRE_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
/** The server's own time-out answers first, unless the server hangs. */
const ANSWER_GRACE_MS = 5_000;

/**
 * Row values are read for this zone (`values/timestamp.ts`). No question of ours runs long enough to pay for compiling
 * it: thinning out a day of one series took 90 ms, and another 440 ms in the compiler.
 */
const SESSION_SETTINGS = '-c TimeZone=UTC -c DateStyle=ISO -c bytea_output=hex -c jit=off';

/** What a commit means must not depend on the server's configuration: weaker settings than `on` may lose it. */
const DURABLE_COMMITS = `SELECT set_config('synchronous_commit', 'on', false)
  WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')`;

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with libpq's TLS parameters: see `connectionOptions`. */
  readonly url: string;
  /** Most connections that are open at a time. */
  readonly poolSize: number;
  /** The server gives a statement up after this many milliseconds; 0 means never. */
  readonly statementTimeoutMs: number;
  /** Milliseconds to wait for one of the pool's connections; 10,000 when left out. */
  readonly acquireTimeoutMs?: number;
  /**
   * A server that has not answered a statement for this many milliseconds is taken to hang: the connection is given
   * up. Five seconds more than the statement time-out when left out; 0 means never.
   */
  readonly answerTimeoutMs?: number;
  /** Called when a connection broke that nobody was using; the pool makes a new one when it is needed. */
  readonly onConnectionLost?: (error: Error) => void;
}

/**
 * Opens a PostgreSQL server (15 or newer) through a pool. Nothing is connected before the first statement. Commits are
 * on the disk when they are confirmed, whatever the server is set to.
 *
 * @throws DatabaseUrlError when the URL cannot be used
 * @throws SqlError from its methods when the server refused a statement; DatabaseUnavailableError when it could not be
 *   reached or went away
 */
export function createPostgresDatabase(options: PostgresOptions): Database {
  const pool = new Pool(poolOptions(options));
  // Without a listener, a server that restarts would end this process.
  pool.on('error', (error) => options.onConnectionLost?.(error));
  const deadlineMs = answerDeadline(options);
  return {
    query: (sql, params) => withClient(pool, deadlineMs, (session) => runStatement(session, sql, params)),
    transaction: (work) =>
      withClient(pool, deadlineMs, (session, discard) => transact(session, discard, 'BEGIN', work)),
    within: (scope) => ({
      query: (sql, params) =>
        withClient(pool, deadlineMs, (session) => runStatementWithin(session, scope, sql, params)),
      transaction: (work) =>
        withClient(pool, deadlineMs, (session, discard) => transact(session, discard, beginWithin(scope), work)),
    }),
    close: () => pool.end(),
  };
}

function poolOptions(options: PostgresOptions): PoolConfig {
  const { acquireTimeoutMs = ACQUIRE_TIMEOUT_MS } = options;
  return {
    ...connectionOptions(options.url),
    max: options.poolSize,
    connectionTimeoutMillis: acquireTimeoutMs,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    keepAlive: true,
    // Statements that nobody waits between go out together.
    pipeline: true,
    application_name: 'hawser',
    statement_timeout: options.statementTimeoutMs,
    options: SESSION_SETTINGS,
    types: { getTypeParser: (oid: number) => parserFor(oid) as (text: string) => never },
    onConnect: async (client) => {
      await new AnswerDeadline(client, acquireTimeoutMs).on(client.query(DURABLE_COMMITS));
    },
  };
}

function answerDeadline({ statementTimeoutMs, answerTimeoutMs }: PostgresOptions): number {
  return answerTimeoutMs ?? (statementTimeoutMs === 0 ? 0 : statementTimeoutMs + ANSWER_GRACE_MS);
}

/** A connection of the pool while it is lent. */
interface Session {
  readonly client: ClientBase;
  readonly deadline: AnswerDeadline;
}

/** Lends a client to `work`. One that broke, or that `work` discards, is not used again. */
async function withClient<Result>(
  pool: Pool,
  deadlineMs: number,
  work: (session: Session, discard: (error: Error) => void) => Promise<Result>,
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
    return await work({ client, deadline: new AnswerDeadline(client, deadlineMs) }, discard);
  } finally {
    client.off('error', discard);
    client.release(broken);
  }
}

async function transact<Result>(
  session: Session,
  discard: (error: Error) => void,
  begin: string,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  let result: Result;
  try {
    await runStatement(session, begin);
    result = await work(transactionOn(session));
  } catch (error) {
    // A client that cannot even do this is broken; the caller hears of the error that led here.
    await runStatement(session, 'ROLLBACK').catch(discard);
    throw error;
  }
  await commit(session);
  return result;
}

function transactionOn(session: Session): Transaction {
  const { client, deadline } = session;
  return {
    query: (sql, params) => runStatement(session, sql, params),
    copyIn: (target, data) => answered(deadline.on(copyIn(client, target, data))),
  };
}

/** Rows of the last statement: `pg` gives an array of results when the text held several. */
async function runStatement<Row>(session: Session, sql: string, params: readonly unknown[] = []): Promise<Row[]> {
  const answer = await sendStatement(session, sql, params);
  const last = Array.isArray(answer) ? (answer.at(-1) as QueryResult | undefined) : answer;
  return (last?.rows ?? []) as Row[];
}

async function runStatementWithin<Row>(
  { client, deadline }: Session,
  scope: AccountScope,
  sql: string,
  params: readonly unknown[] = [],
): Promise<Row[]> {
  const values = encodeParameters(params);
  return (await answered(deadline.on(runScoped(client, scope, sql, values)))) as Row[];
}

/** Text that holds several statements must come without values. */
async function sendStatement(
  { client, deadline }: Session,
  sql: string,
  params: readonly unknown[],
): Promise<QueryResult> {
  const values = encodeParameters(params);
  return answered(deadline.on(values.length === 0 ? client.query(sql) : client.query(sql, values)));
}

async function answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw translateError(error);
  }
}

/** PostgreSQL answers a COMMIT of a failed transaction with success and the tag `ROLLBACK`. */
async function commit(session: Session): Promise<void> {
  const { command } = await sendStatement(session, 'COMMIT', []);
  if (command === 'COMMIT') return;
  const message = 'Nothing was committed: a statement of the transaction had failed.';
  throw new SqlError({ message, code: SQLSTATE.inFailedTransaction });
}
