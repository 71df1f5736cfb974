import type { EntryId } from '../port.ts';

const FORM = /^(\d{1,20})-(\d{1,20})$/;
const MAX_SEQUENCE = (1n << 64n) - 1n;

/** Negative, zero or positive, by the order of the stream. */
export function compareStreamIds(a: EntryId, b: EntryId): number {
  const [msA, sequenceA] = split(a);
  const [msB, sequenceB] = split(b);
  return compareDigits(msA, msB) || compareDigits(sequenceA, sequenceB);
}

/**
 * The lowest id above this one.
 *
 * @throws RangeError when the text is not an id of a stream
 */
export function nextStreamId(id: EntryId): EntryId {
  const [ms, sequence] = split(id);
  const next = BigInt(sequence);
  return (next === MAX_SEQUENCE ? `${BigInt(ms) + 1n}-0` : `${ms}-${next + 1n}`) as EntryId;
}

/** @throws RangeError when the text is not an id of a stream: ids of another queue must never be mixed in */
export function checkStreamId(id: EntryId): EntryId {
  split(id);
  return id;
}

function split(id: EntryId): readonly [ms: string, sequence: string] {
  const match = FORM.exec(id);
  if (match === null) throw new RangeError(`"${id}" is not an entry id of a Redis stream`);
  return [match[1] ?? '', match[2] ?? ''];
}

/** Numbers without leading zeros: the longer one is larger, those of one length sort as text. */
function compareDigits(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}
