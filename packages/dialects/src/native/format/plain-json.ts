import type { TextPool } from '@hawser/core';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

/** A double holds every integer of so many digits exactly, and every power of ten that such a number may be divided by. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/**
 * Reads JSON from its bytes step by step, without making objects of it, as long as it is written plainly: printable ASCII
 * without escapes, and no null. Whatever else comes is answered with undefined, and is for `parseJson` to read; so is what is no
 * JSON at all. After that, the position means nothing.
 */
export class PlainJson {
  readonly #bytes: Uint8Array;
  readonly #texts: TextPool;
  #at = 0;

  constructor(bytes: Uint8Array, texts: TextPool) {
    this.#bytes = bytes;
    this.#texts = texts;
  }

  /** Passes over white space to the next byte, without taking it; 0 at the end. */
  peek(): number {
    let byte = this.#bytes[this.#at] ?? 0;
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = this.#bytes[++this.#at] ?? 0;
    return byte;
  }

  /** Takes the next byte if it is this one. */
  take(byte: number): boolean {
    if (this.peek() !== byte) return false;
    this.#at++;
    return true;
  }

  isAtEnd(): boolean {
    this.peek();
    return this.#at >= this.#bytes.length;
  }

  text(): string | undefined {
    if (this.peek() !== QUOTE) return undefined;
    const from = this.#at + 1;
    let at = from;
    for (let byte = this.#bytes[at]; byte !== QUOTE; byte = this.#bytes[++at]) {
      if (byte === undefined || byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return undefined;
    }
    this.#at = at + 1;
    return this.#texts.take(this.#bytes, from, at);
  }

  /** Also what is too large for a double, which then is infinite. */
  number(): number | undefined {
    const first = this.peek();
    const from = this.#at;
    const isNegative = first === MINUS;
    if (isNegative) this.#at++;
    const startsWithZero = this.#bytes[this.#at] === ZERO;
    const whole = this.#digits(0);
    const wholeDigits = this.#at - from - (isNegative ? 1 : 0);
    if (wholeDigits === 0 || (startsWithZero && wholeDigits > 1)) return undefined;
    let digits = whole;
    let fractionDigits = 0;
    if (this.#bytes[this.#at] === DOT) {
      const fractionAt = ++this.#at;
      digits = this.#digits(whole);
      fractionDigits = this.#at - fractionAt;
      if (fractionDigits === 0) return undefined;
    }
    const hasExponent = ((this.#bytes[this.#at] ?? 0) | 0x20) === 0x65;
    if (hasExponent && !this.#exponent()) return undefined;
    if (hasExponent || wholeDigits + fractionDigits > EXACT_DIGITS) return this.#converted(from);
    // One division of exact numbers, so it is the double nearest to what is written.
    const value = digits / (POWERS_OF_TEN[fractionDigits] ?? Number.NaN);
    return isNegative ? -value : value;
  }

  /** A text, a number, true or false. */
  scalar(): string | number | boolean | undefined {
    const byte = this.peek();
    if (byte === QUOTE) return this.text();
    if (byte === TRUE[0]) return this.#word(TRUE) ? true : undefined;
    if (byte === FALSE[0]) return this.#word(FALSE) ? false : undefined;
    return this.number();
  }

  /** @returns what the digits make of the number before them */
  #digits(before: number): number {
    let value = before;
    for (let at = this.#at; ; at++) {
      const digit = (this.#bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) {
        this.#at = at;
        return value;
      }
      value = value * 10 + digit;
    }
  }

  #exponent(): boolean {
    const sign = this.#bytes[this.#at + 1];
    this.#at += sign === MINUS || sign === PLUS ? 2 : 1;
    const from = this.#at;
    this.#digits(0);
    return this.#at > from;
  }

  #converted(from: number): number {
    return Number(Buffer.from(this.#bytes.subarray(from, this.#at)).toString('latin1'));
  }

  #word(word: Uint8Array): boolean {
    const from = this.#at;
    this.#at += word.length;
    return word.every((byte, at) => byte === this.#bytes[from + at]);
  }
}
