import { Buffer } from 'node:buffer';

const SLOTS = 4_096;
/** Longest text that is kept, in characters. */
const MAX_LENGTH = 64;

/**
 * Texts that came before, found by their bytes: the names of metrics are the same in every message, and to make a text
 * anew costs more than all else that a reading needs. Bounded: a text takes the place of another one now and then.
 */
export class TextPool {
  readonly #texts: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);

  /**
   * @param bytes - ASCII from `from` to `to`
   * @returns the text that they are
   */
  take(bytes: Uint8Array, from: number, to: number): string {
    if (to - from > MAX_LENGTH) return toText(bytes, from, to);
    let hash = 0;
    for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
    const slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
    const known = this.#texts[slot];
    if (known !== undefined && isSame(known, bytes, from, to)) return known;
    const text = toText(bytes, from, to);
    this.#texts[slot] = text;
    return text;
  }
}

function isSame(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== bytes[from + at]) return false;
  return true;
}

function toText(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}
