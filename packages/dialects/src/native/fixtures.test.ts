import { readdirSync, readFileSync } from 'node:fs';
import { deflateSync, gzipSync } from 'node:zlib';

import { DEFAULT_LIMITS, type DecodeContext, type IndexedReading, type MessageId, TextPool } from '@hawser/core';
import { pack } from 'msgpackr';
import { describe, expect, it } from 'vitest';

import { nativeDialect } from './native-dialect.ts';

interface Fixture {
  readonly title: string;
  readonly agentName: string;
  readonly receivedAt: number;
  readonly contentType: string | null;
  readonly payload: unknown;
  readonly expected: { readonly messageId: MessageId | null; readonly readings: IndexedReading[] };
}

const folder = new URL('./fixtures/', import.meta.url);
const fixtures = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Fixture);

const encodings: Readonly<Record<string, (value: unknown) => Uint8Array>> = {
  JSON: (value) => Buffer.from(JSON.stringify(value)),
  'indented JSON after a byte order mark': (value) => Buffer.from(`\ufeff ${JSON.stringify(value, null, 2)}\n`),
  MessagePack: (value) => pack(value),
  'JSON in gzip': (value) => gzipSync(JSON.stringify(value)),
  'MessagePack in gzip': (value) => gzipSync(pack(value)),
  'JSON in zlib': (value) => deflateSync(JSON.stringify(value)),
  'MessagePack in zlib': (value) => deflateSync(pack(value), { level: 1, windowBits: 9 }),
};

describe.each(fixtures)('$title', ({ payload, contentType, expected, ...message }) => {
  const facts = { now: message.receivedAt + 5, limits: DEFAULT_LIMITS, texts: new TextPool() };
  const context: DecodeContext = { ...message, ...facts };

  it.each(Object.entries(encodings))('is decoded from %s', (_name, encode) => {
    const outcome = nativeDialect.decode(encode(payload), contentType, context);
    expect(outcome).toEqual({ kind: 'decoded', refused: [], ...expected });
  });
});

describe('README', () => {
  const text = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
  const examples = [...text.matchAll(/```json\n([^`]+)```/g)].map((match) => match[1]!);
  const now = 1_763_800_000_000;
  const context = { agentName: 'gateway-1', receivedAt: now, now, limits: DEFAULT_LIMITS, texts: new TextPool() };

  it('has an example of every form', () => {
    expect(examples.length).toBe(6);
  });

  it.each(examples)('shows what is decoded in full: %s', (example) => {
    const outcome = nativeDialect.decode(Buffer.from(example), null, context);
    expect(outcome).toMatchObject({ kind: 'decoded', refused: [] });
  });
});
