import type { TelemetryLimits } from '@hawser/core';

import { type Refusal, refusal } from '../refusal.ts';
import { tooDeep, tooManyValues } from './faults.ts';
import { maxValues } from './tree.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Counts the members of all objects in a JSON text, and checks what must hold before it is parsed: depth, number of
 * values, no NUL. Each colon outside a string is one member, so a parsed tree with fewer members than colons had a key
 * twice. Whether the text is JSON at all is for the parser to say.
 *
 * @param text - UTF-8
 * @returns number of colons outside strings
 */
export function scanJson(text: Uint8Array, limits: TelemetryLimits): number | Refusal {
  const nul = text.indexOf(0);
  if (nul >= 0) return refusal('nul-character', `byte ${nul} of the JSON text is NUL`);
  let depth = 0;
  let members = 0;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case QUOTE:
        at = endOfString(text, at + 1);
        break;
      case COLON:
        members++;
        break;
      case COMMA:
        values++;
        break;
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        values++;
        if (++depth > limits.maxNesting) return tooDeep(limits);
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        depth--;
        break;
    }
  }
  return values > maxValues(limits) ? tooManyValues(limits) : members;
}

/** Says where the string ends that begins at `at`: its closing quote, or the end of the text. */
function endOfString(text: Uint8Array, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const byte = text[at];
    if (byte === QUOTE) break;
    if (byte === BACKSLASH) at++;
  }
  return at;
}

/**
 * Finds the first key that an object has twice.
 *
 * @param text - valid JSON
 */
export function findDuplicateKey(text: Buffer): string | null {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    const byte = text[at];
    if (byte === OPEN_OBJECT) open.push(new Set());
    else if (byte === OPEN_ARRAY) open.push(null);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) open.pop();
    if (byte !== QUOTE) continue;
    const end = endOfString(text, at + 1);
    if (isKey(text, end + 1)) {
      const key = String(JSON.parse(text.toString('utf8', at, end + 1)));
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
    at = end;
  }
  return null;
}

function isKey(text: Uint8Array, from: number): boolean {
  let at = from;
  while (text[at] === 0x20 || text[at] === 0x0a || text[at] === 0x0d || text[at] === 0x09) at++;
  return text[at] === COLON;
}
