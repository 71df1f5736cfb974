import { Buffer } from 'node:buffer';

/*
 * Layout: version u8, 2 · length of the place u8 · the place in ASCII · a record of version 1.
 * The place stands before the record and not in it, so that all other records stay as they are.
 */
export const PLACED_VERSION = 2;
const LENGTH_AT = 1;
const PLACE_AT = 2;
const MAX_PLACE_BYTES = 255;

/**
 * Writes before a record where it waited until it was put into the queue. Whoever puts it there twice does not know the
 * first time; the place, which is the same, tells.
 *
 * @param place - names where it waited for ever and in the whole installation; 1 to 255 characters of ASCII
 * @throws Error when the place is longer or empty
 */
export function withPlace(record: Uint8Array, place: string): Uint8Array {
  if (place.length === 0 || place.length > MAX_PLACE_BYTES) throw new Error(`envelope: "${place}" cannot be a place`);
  const placed = Buffer.allocUnsafe(PLACE_AT + place.length + record.byteLength);
  placed[0] = PLACED_VERSION;
  placed[LENGTH_AT] = place.length;
  placed.write(place, PLACE_AT, 'latin1');
  placed.set(record, PLACE_AT + place.length);
  return placed;
}

/** Where a record waited; null when it went into the queue straight away, or is no record. */
export function placeOf(record: Uint8Array): string | null {
  const end = placeEnd(record);
  return end === null ? null : Buffer.from(record.subarray(PLACE_AT, end)).toString('latin1');
}

/** The record behind its place; null when it has none or ends within it. */
export function withoutPlace(record: Uint8Array): Uint8Array | null {
  const end = placeEnd(record);
  return end === null ? null : record.subarray(end);
}

function placeEnd(record: Uint8Array): number | null {
  const length = record[LENGTH_AT] ?? 0;
  if (record[0] !== PLACED_VERSION || length === 0 || PLACE_AT + length > record.byteLength) return null;
  return PLACE_AT + length;
}
