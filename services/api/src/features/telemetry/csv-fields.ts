import { preferredType } from '../../http/preferred-type.ts';

export const CSV_TYPE = 'text/csv; charset=utf-8; header=present';

/** Tells whether `Accept` prefers a table to JSON. */
export function wantsCsv(accept: string | undefined): boolean {
  return preferredType(accept, ['application/json', 'text/csv']) === 'text/csv';
}

/** Fields with one of these are quoted (RFC 4180). */
const SPECIAL = /[",\r\n]/;
/** A spreadsheet would take a text that begins like this for a formula. */
const FORMULA = /^[=@\t\r]|^[+-](?!\d+(\.\d+)?$)/;

/** @param ms - milliseconds since the Unix epoch */
export function csvTime(ms: number): string {
  return new Date(ms).toISOString();
}

export function csvText(field: string): string {
  const safe = FORMULA.test(field) ? `'${field}` : field;
  return SPECIAL.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvValue(value: number | string | boolean): string {
  return typeof value === 'string' ? csvText(value) : String(value);
}
