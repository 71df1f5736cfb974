import { Problem } from '@hawser/core';

type CursorValue = string | number;

/** Makes the opaque text by which a client asks for the next page: the sort key of the last row. */
export function encodePageCursor(key: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * Reads what {@link encodePageCursor} wrote. It comes back from outside, so it may be anything.
 *
 * @param shape - type of each part of the key
 * @throws Problem `bad-request` when the text is not a cursor of this shape
 */
export function decodePageCursor(cursor: string, shape: readonly ('string' | 'number')[]): CursorValue[] {
  const key = parse(cursor);
  if (!Array.isArray(key) || key.length !== shape.length || !key.every((part, i) => isKeyPart(part, shape[i]))) {
    throw new Problem('bad-request', 'The cursor is not valid.', { hint: 'Use the cursor of the page before.' });
  }
  return key as CursorValue[];
}

/** Whatever cannot be parsed is not a cursor either: null fits no shape. */
function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

/** Numbers are ids and milliseconds; NUL would be refused by PostgreSQL. */
function isKeyPart(part: unknown, type: 'string' | 'number' | undefined): boolean {
  if (type === 'number') return Number.isSafeInteger(part);
  return typeof part === 'string' && !part.includes('\0');
}
