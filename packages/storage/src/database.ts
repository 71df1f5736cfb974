import type { AccountScope } from './account-scope.ts';

/** Runs SQL. Parameters are `$1…`; values come back as `RowTypes` says. */
export interface Queryable {
  /**
   * Runs a statement. Without parameters the text may hold several; the rows of the last one are given.
   *
   * @param params - see `encodeParameter` for what may be given; times as `Date`, JSON arrays as `JSON.stringify(…)`
   * @throws SqlError when PostgreSQL refused it; DatabaseUnavailableError when nobody knows whether it was done
   * @typeParam Row - shape of a row, parsed by the caller's SQL: int8 and numeric as number, timestamptz as
   *   milliseconds since the Unix epoch (number), bytea as Uint8Array, json and jsonb parsed.
   */
  query<Row = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

export interface Transaction extends Queryable {
  /**
   * Writes binary COPY data into a table.
   *
   * @param target - table with its column list, for example `readings (time, series_id, value, quality, value_text)`
   * @param data - a whole binary COPY stream with header and trailer. It is handed over: its buffer may be empty
   *   afterwards, also when this throws
   * @returns number of rows written
   */
  copyIn(target: string, data: Uint8Array): Promise<number>;
}

/** A PostgreSQL database: a server reached through a pool, or PGlite in its own thread. */
export interface Database extends Queryable {
  /**
   * Commits when `work` resolves, rolls back when it throws. `work` must not wait for anything but its statements: with
   * PGlite nobody else is served meanwhile, and after a minute of silence it is rolled back.
   *
   * @throws what `work` threw; SqlError 25P02 when a statement had failed and `work` resolved all the same
   */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * The same database as one account may see it with those below it: row-level security hides what belongs to others,
   * and refuses to write it with SqlError 42501. A `query` takes a single statement there, in one round trip as without.
   */
  within(scope: AccountScope): ScopedDatabase;
  close(): Promise<void>;
}

/** A database within the scope of an account. */
export type ScopedDatabase = Pick<Database, 'query' | 'transaction'>;
