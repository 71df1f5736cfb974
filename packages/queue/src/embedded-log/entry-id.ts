import type { EntryId } from '../port.ts';

const DIGITS = 16;

/** Prints an entry's number so that text order is number order. */
export function formatEntryId(number: number): EntryId {
  return String(number).padStart(DIGITS, '0') as EntryId;
}

/**
 * Number of an entry id of this log.
 *
 * @throws RangeError when the text was not made by `formatEntryId`: ids of another queue must never be mixed in
 */
export function parseEntryId(id: EntryId): number {
  const number = /^\d{16}$/.test(id) ? Number(id) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new RangeError(`"${id}" is not an entry id of an embedded log`);
  return number;
}
