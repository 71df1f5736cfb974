import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextPool } from './text-pool.ts';

const ascii = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });

it('gives the text that the bytes are, whatever came before', () => {
  const pool = new TextPool();
  fc.assert(
    fc.property(ascii, ascii, ascii, (before, text, after) => {
      const bytes = Buffer.from(before + text + after);
      expect(pool.take(bytes, before.length, before.length + text.length)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

it('keeps texts with the same hash apart', () => {
  const pool = new TextPool();
  // 31 * 'A' + 'a' is 31 * 'B' + 'B'.
  for (const text of ['Aa', 'BB', 'Aa', 'BB']) expect(pool.take(Buffer.from(text), 0, 2)).toBe(text);
});

it('makes texts of any length', () => {
  const long = 'x'.repeat(1_000_000);
  expect(new TextPool().take(Buffer.from(long), 0, long.length)).toBe(long);
});
