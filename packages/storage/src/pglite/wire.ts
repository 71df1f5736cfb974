import { messages, protocol } from '@electric-sql/pglite';
import { SqlError } from '../sql-error.ts';
import { encodeParameters } from '../values/parameters.ts';
import { parserFor } from '../values/row-types.ts';

const { serialize } = protocol;

/**
 * Writes one statement in PostgreSQL's frontend protocol. Without parameters it is a simple query, which may hold
 * several statements; with parameters it is one round of the extended protocol, all messages in one buffer.
 * Source: PostgreSQL manual, 54.2 Message Flow.
 */
export function encodeStatement(sql: string, params: readonly unknown[]): Uint8Array {
  if (params.length === 0) return serialize.query(sql);
  return concat([
    serialize.parse({ text: sql }),
    serialize.bind({ values: encodeParameters(params) }),
    serialize.describe({ type: 'P' }),
    serialize.execute({}),
    serialize.sync(),
  ]);
}

export interface StatementResult<Row> {
  /** Rows of the last statement that was run. */
  readonly rows: Row[];
  /** The command tag of the last statement, for example `COPY 20000`. */
  readonly tag: string;
}

/**
 * Reads the answer to `encodeStatement`.
 *
 * @throws SqlError when the server refused the statement
 */
export function decodeResult<Row>(wire: Uint8Array): StatementResult<Row> {
  const reader = new ResultReader<Row>();
  new protocol.Parser().parse(wire, (message) => reader.take(message));
  return reader.result();
}

/** Whether the session is idle (`I`), in a transaction (`T`) or in a failed one (`E`): the last byte of every answer. */
export function transactionStatus(wire: Uint8Array): string {
  return String.fromCharCode(wire[wire.length - 1] ?? 0);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

class ResultReader<Row> {
  #columns: Column[] = [];
  #rows: Row[] = [];
  #finished: StatementResult<Row> = { rows: [], tag: '' };
  #error: SqlError | null = null;

  take(message: unknown): void {
    if (message instanceof messages.RowDescriptionMessage) {
      this.#columns = message.fields.map(({ name, dataTypeID }) => ({ name, parse: parserFor(dataTypeID) }));
    } else if (message instanceof messages.DataRowMessage) {
      this.#rows.push(this.#row(message.fields));
    } else if (message instanceof messages.CommandCompleteMessage) {
      this.#finished = { rows: this.#rows, tag: message.text };
      this.#rows = [];
    } else if (message instanceof messages.DatabaseError) {
      this.#error ??= new SqlError({ ...message, message: message.message, code: message.code ?? 'XX000' });
    }
  }

  result(): StatementResult<Row> {
    if (this.#error !== null) throw this.#error;
    return this.#finished;
  }

  #row(fields: readonly (string | null)[]): Row {
    const row: Record<string, unknown> = {};
    this.#columns.forEach(({ name, parse }, i) => {
      const text = fields[i] ?? null;
      row[name] = text === null ? null : parse(text);
    });
    return row as Row;
  }
}
