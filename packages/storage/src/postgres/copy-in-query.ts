import { type ClientBase, Query, type QueryConfig, type QueryResult } from 'pg';

/** Of the size of a socket's buffer: a larger message is one more copy for the server. */
const CHUNK_BYTES = 64 * 1024;

/** What `pg` gives a query of its own to write with; its types leave that out. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

type Callback = (error: Error | null, result: QueryResult) => void;
type QueryClass = new (
  config: QueryConfig,
  values: undefined,
  callback: Callback,
) => {
  submit(connection: CopyConnection): null;
  handleCopyInResponse(): void;
};

/**
 * A COPY from data that is all there. The data goes out with the statement: waiting for the server to ask for it is a round
 * trip, and `pg-copy-streams`, which does, cannot share a connection with statements that are under way. A server that
 * refuses the statement passes over the data.
 * Source: PostgreSQL manual, 55.2.6 COPY Operations.
 */
class CopyInQuery extends (Query as unknown as QueryClass) {
  readonly #sql: string;
  readonly #data: Buffer;

  constructor(sql: string, data: Uint8Array, callback: Callback) {
    super({ text: sql }, undefined, callback);
    this.#sql = sql;
    this.#data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  }

  override submit(connection: CopyConnection): null {
    connection.query(this.#sql);
    for (let at = 0; at < this.#data.length; at += CHUNK_BYTES) {
      connection.sendCopyFromChunk(this.#data.subarray(at, at + CHUNK_BYTES));
    }
    connection.endCopyFrom();
    return null;
  }

  /** The data is on its way already. */
  override handleCopyInResponse(): void {}
}

/**
 * Writes binary COPY data into a table.
 *
 * @param target - table with its column list
 * @returns number of rows written
 * @throws what `pg` throws
 */
export function copyIn(client: ClientBase, target: string, data: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    const sql = `COPY ${target} FROM STDIN WITH (FORMAT binary)`;
    const query = new CopyInQuery(sql, data, (error, result) => {
      if (error === null) resolve(result.rowCount ?? 0);
      else reject(error);
    });
    client.query(query as unknown as Query);
  });
}
