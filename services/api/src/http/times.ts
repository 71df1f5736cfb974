import { Problem } from '@hawser/core';

const DIGITS = /^-?\d{1,16}$/;
/** RFC 3339 section 5.6, with the offset required: a time without one would mean something else on every machine. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
const RFC_3339_DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Years 0001 to 9999, which RFC 3339 can write and PostgreSQL can store. */
const EARLIEST_MS = Date.parse('0001-01-01T00:00:00Z');
const LATEST_MS = Date.parse('9999-12-31T00:00:00Z');

/**
 * Reads a time of a query: RFC 3339, a date (its start in UTC), or milliseconds since the Unix epoch.
 *
 * @param field - name of the query parameter, for the error
 * @throws Problem `invalid-input` that names the field
 */
export function parseTime(field: string, text: string): number {
  const ms = toMs(text);
  if (ms !== null && ms >= EARLIEST_MS && ms <= LATEST_MS) return ms;
  throw new Problem('invalid-input', `query.${field} is not a time.`, {
    hint: 'Write RFC 3339, as in 2026-01-31T12:00:00Z, or milliseconds since 1970.',
  });
}

function toMs(text: string): number | null {
  if (DIGITS.test(text)) return Number(text);
  if (!RFC_3339.test(text) && !RFC_3339_DATE.test(text)) return null;
  const ms = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(ms) ? null : ms;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads `from` and `to` of a query.
 *
 * @param query - both as the client wrote them
 * @param defaults - milliseconds to use for what was left out
 * @throws Problem `invalid-input` when one is not a time or `from` is after `to`
 */
export function parseSpan(query: { from?: string; to?: string }, defaults: Span): Span {
  const to = query.to === undefined ? defaults.to : parseTime('to', query.to);
  const from = query.from === undefined ? Math.min(defaults.from, to) : parseTime('from', query.from);
  if (from > to) throw new Problem('invalid-input', 'query.from is after query.to.');
  return { from, to };
}

/** A time as JSON carries it. */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString();
}

export function rfc3339OrNull(ms: number | null): string | null {
  return ms === null ? null : rfc3339(ms);
}
