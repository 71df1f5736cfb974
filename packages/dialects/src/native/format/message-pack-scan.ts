import { isUtf8 } from 'node:buffer';

import type { TelemetryLimits } from '@hawser/core';

import { type Refusal, refusal } from '../refusal.ts';
import { duplicateKey, prototypeKey, tooDeep, tooManyValues } from './faults.ts';
import { maxValues } from './tree.ts';

const TIMESTAMP_EXTENSION = 0xff;
const TIMESTAMP_LENGTHS: ReadonlySet<number> = new Set([4, 8, 12]);

/** Bytes that follow each marker of a fixed size: nil, booleans, floats and integers. */
const FIXED_SIZES: ReadonlyMap<number, number> = new Map([
  ...[0xc0, 0xc2, 0xc3].map((marker) => [marker, 0] as const),
  ...[0xcc, 0xd0].map((marker) => [marker, 1] as const),
  ...[0xcd, 0xd1].map((marker) => [marker, 2] as const),
  ...[0xca, 0xce, 0xd2].map((marker) => [marker, 4] as const),
  ...[0xcb, 0xcf, 0xd3].map((marker) => [marker, 8] as const),
]);

const PROTOTYPE_KEY = '__proto__';
const NOT_UTF8 = 'a text in the MessagePack data is not valid UTF-8';

const SHORT_TEXT = 64;

type Kind = 'text' | 'binary' | 'extension' | 'array' | 'map';

/** What each marker with a length field announces, and how many bytes the length has. */
const SIZED: ReadonlyMap<number, readonly [kind: Kind, lengthBytes: 1 | 2 | 4]> = new Map([
  [0xc4, ['binary', 1]],
  [0xc5, ['binary', 2]],
  [0xc6, ['binary', 4]],
  [0xc7, ['extension', 1]],
  [0xc8, ['extension', 2]],
  [0xc9, ['extension', 4]],
  [0xd9, ['text', 1]],
  [0xda, ['text', 2]],
  [0xdb, ['text', 4]],
  [0xdc, ['array', 2]],
  [0xdd, ['array', 4]],
  [0xde, ['map', 2]],
  [0xdf, ['map', 4]],
]);

/**
 * Walks MessagePack data (github.com/msgpack/msgpack, spec.md) without building anything, and checks what a decoder
 * takes on trust: every length against the bytes that remain, depth, number of values, text keys, valid UTF-8, no
 * extension but timestamps, nothing after the end.
 *
 * @param findDuplicates - also remember the keys of each map, to name the one that is there twice
 * @returns number of map members
 */
export function scanMessagePack(data: Uint8Array, limits: TelemetryLimits, findDuplicates = false): number | Refusal {
  const scanner = new Scanner(data, limits, findDuplicates);
  const fault = scanner.value(0);
  if (fault !== null) return fault;
  if (scanner.at < data.length) return malformed(`${data.length - scanner.at} bytes follow the data`);
  return scanner.members;
}

class Scanner {
  at = 0;
  members = 0;
  #values = 0;
  #textStart = 0;
  readonly #data: Buffer;
  readonly #limits: TelemetryLimits;
  readonly #mostValues: number;
  readonly #findDuplicates: boolean;

  constructor(data: Uint8Array, limits: TelemetryLimits, findDuplicates: boolean) {
    this.#data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    this.#limits = limits;
    this.#mostValues = maxValues(limits);
    this.#findDuplicates = findDuplicates;
  }

  value(depth: number): Refusal | null {
    const marker = this.#data[this.at];
    if (marker === undefined) return truncated();
    this.at++;
    if (++this.#values > this.#mostValues) return tooManyValues(this.#limits);
    if (marker <= 0x7f || marker >= 0xe0) return null;
    if (marker <= 0x8f) return this.#map(marker & 0x0f, depth + 1);
    if (marker <= 0x9f) return this.#array(marker & 0x0f, depth + 1);
    if (marker <= 0xbf) return this.#text(marker & 0x1f);
    const size = FIXED_SIZES.get(marker);
    if (size !== undefined) return this.#skip(size);
    if (marker >= 0xd4 && marker <= 0xd8) return this.#extension(1 << (marker - 0xd4));
    return this.#sized(marker, depth);
  }

  #sized(marker: number, depth: number): Refusal | null {
    const sized = SIZED.get(marker);
    if (sized === undefined) return malformed(`the byte 0x${marker.toString(16)} begins no value`);
    const [kind, lengthBytes] = sized;
    if (this.#remaining < lengthBytes) return truncated();
    const length = this.#data.readUIntBE(this.at, lengthBytes);
    this.at += lengthBytes;
    if (kind === 'map') return this.#map(length, depth + 1);
    if (kind === 'array') return this.#array(length, depth + 1);
    if (kind === 'text') return this.#text(length);
    return kind === 'binary' ? this.#skip(length) : this.#extension(length);
  }

  #array(length: number, depth: number): Refusal | null {
    if (depth > this.#limits.maxNesting) return tooDeep(this.#limits);
    // Each element takes at least one byte: a longer array is a lie, whatever a decoder would reserve for it.
    if (length > this.#remaining) return truncated();
    for (let i = 0; i < length; i++) {
      const fault = this.value(depth);
      if (fault !== null) return fault;
    }
    return null;
  }

  #map(length: number, depth: number): Refusal | null {
    if (depth > this.#limits.maxNesting) return tooDeep(this.#limits);
    if (length * 2 > this.#remaining) return truncated();
    const keys = this.#findDuplicates ? new Set<string>() : null;
    for (let i = 0; i < length; i++) {
      const fault = this.#key(keys) ?? this.value(depth);
      if (fault !== null) return fault;
    }
    this.members += length;
    return null;
  }

  #key(keys: Set<string> | null): Refusal | null {
    if (!isTextMarker(this.#data[this.at])) return malformed('a map has a key that is not text');
    const fault = this.value(0);
    if (fault !== null) return fault;
    // The decoder would rename this key; nothing but an attack has it.
    if (this.at - this.#textStart === PROTOTYPE_KEY.length && this.#lastText() === PROTOTYPE_KEY) return prototypeKey();
    if (keys === null) return null;
    const key = this.#lastText();
    if (keys.has(key)) return duplicateKey(key);
    keys.add(key);
    return null;
  }

  #text(length: number): Refusal | null {
    this.#textStart = this.at;
    const fault = this.#skip(length);
    if (fault !== null) return fault;
    if (this.#isShortAscii(length)) return null;
    return isUtf8(this.#data.subarray(this.#textStart, this.at)) ? null : refusal('invalid-utf8', NOT_UTF8);
  }

  /** Saves most names the cost of a view and a call. */
  #isShortAscii(length: number): boolean {
    if (length > SHORT_TEXT) return false;
    for (let at = this.#textStart; at < this.at; at++) {
      if ((this.#data[at] ?? 0) >= 0x80) return false;
    }
    return true;
  }

  #lastText(): string {
    return this.#data.toString('utf8', this.#textStart, this.at);
  }

  #extension(length: number): Refusal | null {
    const type = this.#data[this.at];
    if (type === undefined) return truncated();
    this.at++;
    if (type !== TIMESTAMP_EXTENSION) return malformed(`extension type ${type} has no meaning here`);
    if (!TIMESTAMP_LENGTHS.has(length)) return malformed(`a timestamp has ${length} bytes`);
    return this.#skip(length);
  }

  #skip(bytes: number): Refusal | null {
    if (bytes > this.#remaining) return truncated();
    this.at += bytes;
    return null;
  }

  get #remaining(): number {
    return this.#data.length - this.at;
  }
}

function isTextMarker(marker: number | undefined): boolean {
  return marker !== undefined && ((marker >= 0xa0 && marker <= 0xbf) || (marker >= 0xd9 && marker <= 0xdb));
}

function truncated(): Refusal {
  return malformed('the data ends inside a value');
}

function malformed(detail: string): Refusal {
  return refusal('invalid-message-pack', detail);
}
