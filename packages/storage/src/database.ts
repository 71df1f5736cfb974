/** Runs SQL. Parameters are `$1…`; values come back as `RowTypes` says. */
export interface Queryable {
  /**
   * @typeParam Row - shape of a row, parsed by the caller's SQL: int8 and numeric as number, timestamptz as
   *   milliseconds since the Unix epoch (number), bytea as Uint8Array, json and jsonb parsed.
   */
  query<Row = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

export interface Transaction extends Queryable {
  /**
   * Streams binary COPY data into a table.
   *
   * @param target - table with its column list, for example `readings (time, series_id, value, quality, value_text)`
   * @param data - a whole binary COPY stream with header and trailer
   * @returns number of rows written
   */
  copyIn(target: string, data: Uint8Array): Promise<number>;
}

/** A PostgreSQL database: a server reached through a pool, or PGlite in its own thread. */
export interface Database extends Queryable {
  /** Commits when `work` resolves, rolls back when it throws. */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}
