import { SqlError } from '../sql-error.ts';
import { parserFor } from '../values/row-types.ts';

export interface StatementResult<Row> {
  /** Rows of the last statement that was run. */
  readonly rows: Row[];
  /** The command tag of the last statement, for example `COPY 20000`. */
  readonly tag: string;
}

/**
 * Reads the answer to one round of the simple or the extended protocol. Written out, and not with the parser that
 * PGlite brings, because that one takes seven times as long for a large result.
 * Source: PostgreSQL manual, 54.7 Message Formats.
 *
 * @param wire - a whole answer, up to its ReadyForQuery
 * @throws SqlError when the server refused the statement
 */
export function decodeResult<Row>(wire: Uint8Array): StatementResult<Row> {
  const bytes = Buffer.from(wire.buffer, wire.byteOffset, wire.byteLength);
  let columns: Column[] = [];
  let rows: Row[] = [];
  let last: StatementResult<Row> = { rows, tag: '' };
  for (let at = 0; at < bytes.length; ) {
    const type = String.fromCharCode(bytes.readUInt8(at));
    const end = at + 1 + bytes.readUInt32BE(at + 1);
    const body = at + 5;
    if (type === 'D') rows.push(readRow(bytes, body, columns) as Row);
    else if (type === 'T') columns = readColumns(bytes, body);
    else if (type === 'E') throw readError(bytes, body);
    else if (type === 'C') {
      last = { rows, tag: bytes.toString('utf8', body, end - 1) };
      rows = [];
    }
    at = end;
  }
  return last;
}

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

/** Table OID 4, column number 2, type OID 4, type size 2, modifier 4, format 2. */
const COLUMN_BYTES = 18;

function readColumns(bytes: Buffer, body: number): Column[] {
  const columns: Column[] = [];
  let at = body + 2;
  for (let i = bytes.readUInt16BE(body); i > 0; i--) {
    const end = bytes.indexOf(0, at);
    columns.push({ name: bytes.toString('utf8', at, end), parse: parserFor(bytes.readUInt32BE(end + 7)) });
    at = end + 1 + COLUMN_BYTES;
  }
  return columns;
}

function readRow(bytes: Buffer, body: number, columns: readonly Column[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  let at = body + 2;
  for (const { name, parse } of columns) {
    const length = bytes.readInt32BE(at);
    at += 4;
    row[name] = length === -1 ? null : parse(bytes.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return row;
}

/** Fields are a letter and a zero-terminated text each; a zero letter ends them (54.8 Error and Notice Message Fields). */
function readError(bytes: Buffer, body: number): SqlError {
  const fields: Record<string, string> = {};
  for (let at = body; bytes[at] !== 0; ) {
    const end = bytes.indexOf(0, at + 1);
    fields[String.fromCharCode(bytes.readUInt8(at))] = bytes.toString('utf8', at + 1, end);
    at = end + 1;
  }
  const { M: message = 'unknown error', C: code = 'XX000', D: detail, t: table, n: constraint } = fields;
  return new SqlError({ message, code, detail, table, constraint });
}
