import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EntryId } from '../port.ts';
import { checkStreamId, compareStreamIds, nextStreamId } from './entry-id.ts';

const id = fc
  .tuple(fc.bigInt({ min: 0n, max: (1n << 64n) - 2n }), fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }))
  .map(([ms, sequence]) => ({ ms, sequence, text: `${ms}-${sequence}` as EntryId }));

it('orders ids as Redis does', () => {
  fc.assert(
    fc.property(id, id, (a, b) => {
      const difference = a.ms - b.ms || a.sequence - b.sequence;
      expect(Math.sign(compareStreamIds(a.text, b.text))).toBe(difference < 0n ? -1 : Number(difference > 0n));
    }),
  );
});

it('knows the next id', () => {
  fc.assert(fc.property(id, ({ text }) => compareStreamIds(text, nextStreamId(text)) < 0));
  expect(nextStreamId('5-18446744073709551615' as EntryId)).toBe('6-0');
  expect(nextStreamId('5-9' as EntryId)).toBe('5-10');
});

it('refuses ids of another queue', () => {
  expect(() => checkStreamId('0000000000000001' as EntryId)).toThrow('not an entry id of a Redis stream');
});
