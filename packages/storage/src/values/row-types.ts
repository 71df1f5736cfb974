import { parseArray } from './array-literal.ts';
import { parseTimestamp } from './timestamp.ts';

type ValueParser = (text: string) => unknown;

const toNumber: ValueParser = (text) => Number(text);
const toBoolean: ValueParser = (text) => text === 't';
const toJson: ValueParser = (text) => JSON.parse(text) as unknown;
/** `bytea_output = hex` is the server's default and what both adapters run with. */
const toBytes: ValueParser = (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'));
const toText: ValueParser = (text) => text;
const arrayOf = (parse: ValueParser): ValueParser => {
  return (text) => parseArray(text, parse);
};

/**
 * How a value of each type is read, by the type's OID (src/include/catalog/pg_type.dat); a type that is not listed
 * stays text. This is what `RowTypes` means: int8 and numeric are numbers, timestamptz is milliseconds.
 */
const PARSERS: ReadonlyMap<number, ValueParser> = new Map<number, ValueParser>([
  [16, toBoolean],
  [17, toBytes],
  [20, toNumber], // int8
  [21, toNumber], // int2
  [23, toNumber], // int4
  [26, toNumber], // oid
  [114, toJson],
  [700, toNumber], // float4
  [701, toNumber], // float8
  [1184, parseTimestamp], // timestamptz
  [1700, toNumber], // numeric
  [3802, toJson], // jsonb
  [1000, arrayOf(toBoolean)],
  [1001, arrayOf(toBytes)],
  [1005, arrayOf(toNumber)], // int2[]
  [1007, arrayOf(toNumber)], // int4[]
  [1009, arrayOf(toText)], // text[]
  [1015, arrayOf(toText)], // varchar[]
  [1016, arrayOf(toNumber)], // int8[]
  [1021, arrayOf(toNumber)], // float4[]
  [1022, arrayOf(toNumber)], // float8[]
  [1028, arrayOf(toNumber)], // oid[]
  [1185, arrayOf(parseTimestamp)], // timestamptz[]
  [1231, arrayOf(toNumber)], // numeric[]
  [2951, arrayOf(toText)], // uuid[]
  [3807, arrayOf(toJson)], // jsonb[]
]);

/**
 * Says how a column is read.
 *
 * @param oid - OID of the column's type, from the row description
 */
export function parserFor(oid: number): ValueParser {
  return PARSERS.get(oid) ?? toText;
}
