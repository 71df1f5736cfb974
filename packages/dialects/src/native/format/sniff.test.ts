import { deflateSync, gzipSync } from 'node:zlib';

import { pack } from 'msgpackr';
import { describe, expect, it } from 'vitest';

import { type PayloadFormat, sniffFormat } from './sniff.ts';

const json = '{"temp":20.5}';
const windows = [9, 10, 11, 12, 13, 14, 15];
const levels = [1, 6, 9] as const;

describe('sniffFormat', () => {
  it.each<[string, PayloadFormat]>([
    [json, 'json'],
    ['[]', 'json'],
    ['\r\n\t {', 'json'],
    ['\ufeff{}', 'json'],
    ['20.5', 'json'],
    ['true', 'json'],
    ['Hello', 'unknown'],
    ['<a/>', 'unknown'],
    [' ', 'unknown'],
  ])('takes %j for %s', (text, format) => {
    expect(sniffFormat(Buffer.from(text), null)).toBe(format);
  });

  it.each([
    { a: 1 },
    [1],
    Array(20).fill(1),
    Array(70_000).fill(1),
    Object.fromEntries(windows.map((w) => [`k${w}`, w])),
  ])('recognises MessagePack', (value) => {
    expect(sniffFormat(pack(value), null)).toBe('message-pack');
  });

  it.each(windows)('recognises compression with a window of 2^%i bytes', (windowBits) => {
    for (const level of levels) {
      expect(sniffFormat(deflateSync(json, { windowBits, level }), null)).toBe('zlib');
      expect(sniffFormat(gzipSync(json, { windowBits, level }), null)).toBe('gzip');
    }
  });

  it.each<[string, PayloadFormat]>([
    ['application/json; charset=utf-8', 'json'],
    ['application/senml+json', 'json'],
    ['application/msgpack', 'message-pack'],
    ['application/x-msgpack', 'message-pack'],
    ['application/vnd.msgpack', 'message-pack'],
    ['application/octet-stream', 'unknown'],
  ])('takes unrecognisable bytes for what %s says', (contentType, format) => {
    expect(sniffFormat(Buffer.from('?'), contentType)).toBe(format);
    expect(sniffFormat(Buffer.from(json), contentType)).toBe('json');
  });
});
