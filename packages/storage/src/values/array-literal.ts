const SPECIAL = /["\\]/;

/**
 * Writes a PostgreSQL array literal. Every text is quoted, so that none can be taken for NULL or for syntax; numbers
 * need it not, and there are thousands of them in every commit.
 * Source: PostgreSQL manual, 8.15.6 Array Input and Output Syntax.
 *
 * @param encode - turns an element that is neither null nor an array into text
 */
export function encodeArray(values: readonly unknown[], encode: (value: unknown) => string): string {
  let literal = '';
  for (const value of values) {
    literal += literal === '' ? '{' : ',';
    if (value === null || value === undefined) literal += 'NULL';
    else if (typeof value === 'number') literal += value;
    else if (Array.isArray(value)) literal += encodeArray(value, encode);
    else literal += quoted(encode(value));
  }
  return literal === '' ? '{}' : `${literal}}`;
}

function quoted(text: string): string {
  return `"${SPECIAL.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;
}

/**
 * Reads a PostgreSQL array literal as the server prints it.
 *
 * @param parse - turns an element's text into a value; NULL elements become null without it
 */
export function parseArray(literal: string, parse: (text: string) => unknown): unknown[] {
  // An array with lower bounds other than 1 is printed as `[2:4]={…}`.
  const start = literal.indexOf('{');
  return new ArrayReader(literal, start, parse).read();
}

class ArrayReader {
  readonly #text: string;
  readonly #parse: (text: string) => unknown;
  #at: number;

  constructor(text: string, at: number, parse: (text: string) => unknown) {
    this.#text = text;
    this.#at = at;
    this.#parse = parse;
  }

  /** Reads from the opening brace up to and including its closing brace. */
  read(): unknown[] {
    const values: unknown[] = [];
    this.#at++;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '}') {
      if (this.#text[this.#at] === ',') this.#at++;
      values.push(this.#element());
    }
    this.#at++;
    return values;
  }

  #element(): unknown {
    if (this.#text[this.#at] === '{') return this.read();
    if (this.#text[this.#at] === '"') return this.#parse(this.#quoted());
    const text = this.#bare();
    return text === 'NULL' ? null : this.#parse(text);
  }

  #quoted(): string {
    let value = '';
    for (this.#at++; this.#text[this.#at] !== '"' && this.#at < this.#text.length; this.#at++) {
      if (this.#text[this.#at] === '\\') this.#at++;
      value += this.#text[this.#at];
    }
    this.#at++;
    return value;
  }

  #bare(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && this.#text[this.#at] !== ',' && this.#text[this.#at] !== '}') this.#at++;
    return this.#text.slice(start, this.#at);
  }
}
