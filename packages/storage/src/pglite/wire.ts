import { protocol } from '@electric-sql/pglite';
import { type AccountScope, ENTER_SCOPE, scopeParameters } from '../account-scope.ts';
import { encodeParameters } from '../values/parameters.ts';

const { serialize } = protocol;

/**
 * Writes one statement in PostgreSQL's frontend protocol. Without parameters it is a simple query, which may hold
 * several statements; with parameters it is one round of the extended protocol, all messages in one buffer.
 * Source: PostgreSQL manual, 54.2 Message Flow.
 */
export function encodeStatement(sql: string, params: readonly unknown[]): Uint8Array {
  return params.length === 0 ? serialize.query(sql) : concat([...extended(sql, params), serialize.sync()]);
}

/** The same for a single statement in the scope of an account: both are one round, and so one transaction. */
export function encodeScopedStatement(scope: AccountScope, sql: string, params: readonly unknown[]): Uint8Array {
  return concat([...extended(ENTER_SCOPE, scopeParameters(scope)), ...extended(sql, params), serialize.sync()]);
}

function extended(sql: string, params: readonly unknown[]): Uint8Array[] {
  return [
    serialize.parse({ text: sql }),
    serialize.bind({ values: encodeParameters(params) }),
    serialize.describe({ type: 'P' }),
    serialize.execute({}),
  ];
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
