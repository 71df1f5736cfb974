/**
 * Unsigned integers up to 2^53 - 1 in as few bytes as they need, seven bits in each, the lowest first (LEB128, as in
 * DWARF 5 section 7.6).
 */

const MORE = 0x80;

export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= MORE; rest = Math.floor(rest / MORE)) bytes++;
  return bytes;
}

/** @returns where the value ends in `bytes` */
export function writeVarint(bytes: Uint8Array, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  for (; rest >= MORE; rest = Math.floor(rest / MORE)) bytes[at++] = (rest % MORE) | MORE;
  bytes[at++] = rest;
  return at;
}

/** @throws RangeError when the bytes end before the value does */
export function readVarint(bytes: Uint8Array, offset: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = offset, factor = 1; ; factor *= MORE) {
    const byte = bytes[at++];
    if (byte === undefined) throw new RangeError('The bytes end within a number');
    value += (byte % MORE) * factor;
    if (byte < MORE) return { value, end: at };
  }
}
