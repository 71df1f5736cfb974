import { deflateSync, gzipSync } from 'node:zlib';

import { pack } from 'msgpackr';

import { type HostilePayload, partly, rejected } from './hostile-payload.ts';

const MEBIBYTE = 1024 * 1024;
const GOOD = '{"readings":[{"m":"temp","v":20.5},{"m":"rpm","v":900}]}';

/** MessagePack and compressed payloads that lie about their size, are cut short, or hold what cannot be stored. */
export function binaryPayloads(): HostilePayload[] {
  return [...messagePackStructures(), ...messagePackReadings(), ...brokenCompression(), ...bombs()];
}

function messagePackStructures(): HostilePayload[] {
  const good = Uint8Array.from(pack(JSON.parse(GOOD)));
  const deep = Uint8Array.from({ length: 50_000 }, () => 0x91);
  return [
    rejected('MessagePack cut short', 'invalid-message-pack', good.subarray(0, good.length - 3)),
    rejected('MessagePack with bytes after it', 'invalid-message-pack', concat(good, bytes('c0'))),
    rejected('an array that says it has 4 billion elements', 'invalid-message-pack', bytes('dd ffffffff')),
    rejected('a map that says it has 4 billion members', 'invalid-message-pack', bytes('df ffffffff a1 61 01')),
    rejected('a text that says it has 4 gigabytes', 'invalid-message-pack', bytes('81 a1 61 db ffffffff 62')),
    rejected('binary that says it has 4 gigabytes', 'invalid-message-pack', bytes('81 a1 61 c6 ffffffff 62')),
    rejected(
      'nested arrays that each reserve the rest',
      'invalid-message-pack',
      bytes('dd 00000004 dd 00000004 dd 00000004'),
    ),
    rejected('MessagePack nested 50,000 deep', 'nested-too-deep', deep),
    rejected('the byte that begins no value', 'invalid-message-pack', bytes('81 a1 61 c1')),
    rejected('an integer for a key', 'invalid-message-pack', bytes('81 01 02')),
    rejected('an unknown extension', 'invalid-message-pack', bytes('81 a1 61 d4 05 00')),
    rejected('a record definition of one library', 'invalid-message-pack', bytes('81 a1 61 d4 72 40')),
    rejected('a MessagePack key twice', 'duplicate-key', bytes('82 a1 61 01 a1 61 02')),
    rejected('__proto__ in MessagePack', 'invalid-name', bytes('82 a1 61 01 a9 5f5f70726f746f5f5f 80')),
    rejected('a MessagePack key that is not UTF-8', 'invalid-utf8', bytes('81 a2 c328 01')),
  ];
}

function messagePackReadings(): HostilePayload[] {
  return [
    partly('NaN in MessagePack', { 1: 'not-finite' }, 1, pack({ a: 1, b: Number.NaN })),
    partly('Infinity in MessagePack', { 1: 'not-finite' }, 1, pack({ a: 1, b: Number.POSITIVE_INFINITY })),
    partly('an integer of 2^64 - 1', { 1: 'invalid-value' }, 1, bytes('82 a1 61 01 a1 62 cf ffffffffffffffff')),
    partly('an integer of -2^63', { 1: 'invalid-value' }, 1, bytes('82 a1 61 01 a1 62 d3 8000000000000000')),
    partly('binary data for a value', { 1: 'invalid-value' }, 1, bytes('82 a1 61 01 a1 62 c4 02 beef')),
    partly('a timestamp for a value', { 1: 'invalid-value' }, 1, bytes('82 a1 61 01 a1 62 d6 ff 00000000')),
    partly('NUL in a MessagePack name', { 1: 'nul-character' }, 1, bytes('82 a1 61 01 a1 00 01')),
  ];
}

function brokenCompression(): HostilePayload[] {
  const gzipped = gzipSync(GOOD);
  const checksumOff = Uint8Array.from(gzipped);
  checksumOff[gzipped.length - 6] = (checksumOff[gzipped.length - 6] ?? 0) ^ 1;
  return [
    rejected('a gzip header alone', 'invalid-compression', gzipped.subarray(0, 10)),
    rejected('gzip cut short', 'invalid-compression', gzipped.subarray(0, gzipped.length - 9)),
    rejected('gzip with a wrong checksum', 'invalid-compression', checksumOff),
    rejected('gzip with bytes after it', 'invalid-compression', concat(gzipped, bytes('0000000000'))),
    rejected('zlib cut short', 'invalid-compression', deflateSync(GOOD).subarray(0, 20)),
    rejected(
      'zlib that needs a dictionary',
      'invalid-compression',
      deflateSync(GOOD, { dictionary: Buffer.from('temp') }),
    ),
    rejected('gzip in gzip', 'invalid-compression', gzipSync(gzipped)),
    rejected('gzip of nothing', 'payload-empty', gzipSync('')),
    rejected('gzip of broken JSON', 'invalid-json', gzipSync('{"temp":')),
    rejected('gzip of prose', 'unknown-format', gzipSync('Hello')),
  ];
}

function bombs(): HostilePayload[] {
  return [
    rejected('a gzip bomb of 64 MiB', 'decompressed-too-large', gzipSync(new Uint8Array(64 * MEBIBYTE))),
    rejected('a zlib bomb of 64 MiB', 'decompressed-too-large', deflateSync(new Uint8Array(64 * MEBIBYTE))),
    rejected('a small bomb', 'decompressed-too-large', gzipSync(`{"a":"${'x'.repeat(20_000)}"}`)),
    rejected('17 MiB at an allowed ratio', 'decompressed-too-large', gzipSync(compressibleText(17 * MEBIBYTE))),
    rejected('two million values in 60 kB', 'too-many-readings', gzipSync(manyValues(2_000_000))),
  ];
}

/** JSON that deflates to a few hundredths of its size: runs of one letter between pseudo-random numbers. */
function compressibleText(size: number): string {
  const parts: string[] = [];
  let state = 1;
  for (let length = 0; length < size; length += 1_020) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    parts.push(state.toString(16).padStart(20, String(state)), 'x'.repeat(1_000));
  }
  return `{"a":"${parts.join('')}"}`;
}

/** An array of numbers with a pseudo-random digit here and there, which keeps it under the allowed ratio. */
function manyValues(count: number): string {
  let state = 1;
  const digits = Array.from({ length: count }, (_, i) => {
    if (i % 12 !== 0) return 1;
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 29;
  });
  return `[${digits.join()}]`;
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
