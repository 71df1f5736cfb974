import type { MessagePort } from 'node:worker_threads';
import { beginWithin } from '../account-scope.ts';
import type { Database, Transaction } from '../database.ts';
import { DatabaseUnavailableError, SQLSTATE, SqlError } from '../sql-error.ts';
import { COPY_DEVICE, type Reply } from './messages.ts';
import { PortClient } from './port-client.ts';
import { decodeResult } from './result-reader.ts';
import { encodeScopedStatement, encodeStatement } from './wire.ts';

/**
 * Makes a `Database` of a port to the database thread, in whichever thread the port is. Statements are written and
 * rows are read here, so that the database thread does nothing but run PostgreSQL.
 *
 * Nobody else is served while a transaction is open: do nothing in it that waits for something else.
 *
 * @param port - from `startPglite(…).connect()`; `close()` closes it
 */
export function connectPglite(port: MessagePort): Database {
  const client = new PortClient(port);
  return {
    query: async <Row>(sql: string, params: readonly unknown[] = []) =>
      (await runStatement<Row>(client, null, encodeStatement(sql, params))).rows,
    transaction: (work) => transact(client, 'BEGIN', work),
    within: (scope) => ({
      query: async <Row>(sql: string, params: readonly unknown[] = []) =>
        (await runStatement<Row>(client, null, encodeScopedStatement(scope, sql, params))).rows,
      transaction: (work) => transact(client, beginWithin(scope), work),
    }),
    close: async () => client.close(),
  };
}

async function transact<Result>(
  client: PortClient,
  begin: string,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const began = await client.ask({ type: 'begin', wire: encodeStatement(begin, []) });
  if (began.type !== 'began') throw unexpected(began);
  const { transaction, wire } = began;
  let result: Result;
  try {
    decodeResult(wire);
    result = await work(transactionOn(client, transaction));
  } catch (error) {
    await rollBack(client, transaction);
    throw error;
  }
  await commit(client, transaction);
  return result;
}

function transactionOn(client: PortClient, transaction: number): Transaction {
  return {
    query: async <Row>(sql: string, params: readonly unknown[] = []) =>
      (await runStatement<Row>(client, transaction, encodeStatement(sql, params))).rows,
    async copyIn(target, data) {
      const wire = encodeStatement(`COPY ${target} FROM '${COPY_DEVICE}' WITH (FORMAT binary)`, []);
      const { tag } = await runStatement(client, transaction, wire, data);
      return Number(tag.slice('COPY '.length));
    },
  };
}

async function runStatement<Row>(
  client: PortClient,
  transaction: number | null,
  wire: Uint8Array,
  copy: Uint8Array | null = null,
) {
  const reply = await client.ask({ type: 'run', transaction, wire, copy });
  if (reply.type !== 'done') throw unexpected(reply);
  return decodeResult<Row>(reply.wire);
}

/** PostgreSQL answers a COMMIT of a failed transaction with success and the tag `ROLLBACK`. */
async function commit(client: PortClient, transaction: number): Promise<void> {
  const reply = await client.ask({ type: 'end', transaction, commit: true });
  if (reply.type !== 'done') throw unexpected(reply);
  if (decodeResult(reply.wire).tag === 'COMMIT') return;
  const message = 'Nothing was committed: a statement of the transaction had failed.';
  throw new SqlError({ message, code: SQLSTATE.inFailedTransaction });
}

/** The caller hears of the error that led here; when this fails the database thread has rolled back or is gone. */
async function rollBack(client: PortClient, transaction: number): Promise<void> {
  await client.ask({ type: 'end', transaction, commit: false }).catch((error: unknown) => {
    if (!(error instanceof DatabaseUnavailableError)) throw error;
  });
}

function unexpected(reply: Reply): Error {
  return new Error(`The database thread answered ${reply.type} to something else.`);
}
