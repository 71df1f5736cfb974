import { encodeArray } from './array-literal.ts';

/** A parameter as it goes over the wire: text, bytes (only for bytea), or NULL. */
export type WireParameter = string | Uint8Array | null;

/**
 * Turns a JavaScript value into what PostgreSQL reads for the parameter's type. Both adapters use it, so that a
 * statement means the same on both.
 *
 * `Date` becomes a timestamptz, `Uint8Array` a bytea, an array a PostgreSQL array (for `unnest($1::text[])`), a plain
 * object JSON. A JSON parameter whose value is itself an array or a string must be given as `JSON.stringify(value)`:
 * the type that the statement wants is not known here.
 *
 * @throws TypeError for values that have no meaning in SQL, such as functions
 */
export function encodeParameter(value: unknown): WireParameter {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return encodeArray(value, encodeElement);
  return encodeScalar(value);
}

export function encodeParameters(values: readonly unknown[]): WireParameter[] {
  return values.map(encodeParameter);
}

function encodeElement(value: unknown): string {
  return value instanceof Uint8Array ? `\\x${bytesOf(value).toString('hex')}` : encodeScalar(value);
}

function bytesOf(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

function encodeScalar(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return value instanceof Date ? value.toISOString() : JSON.stringify(value);
    default:
      throw new TypeError(`A ${typeof value} cannot be a SQL parameter.`);
  }
}
