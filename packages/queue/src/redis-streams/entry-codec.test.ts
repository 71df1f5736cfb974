import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EntryId } from '../port.ts';
import { EntryDecoder, encodeBatch, journalBytes } from './entry-codec.ts';

const ID = '1-1' as EntryId;

it('gives back journal, position and bytes of every record of a batch', () => {
  const records = fc.array(
    fc.record({ position: fc.nat({ max: Number.MAX_SAFE_INTEGER }), record: fc.uint8Array({ maxLength: 300 }) }),
  );
  fc.assert(
    fc.property(fc.uuid(), records, (journal, batch) => {
      const bytes = encodeBatch(journalBytes(journal), batch);
      const decoder = new EntryDecoder();
      let at = 0;
      for (const { position, record } of batch) {
        const end = at + 4 + bytes.readUInt32BE(at);
        const entry = decoder.decodeValue(ID, bytes.subarray(at + 4, end));
        expect(entry.origin).toEqual({ journal, position });
        expect(Buffer.from(entry.record).equals(record)).toBe(true);
        at = end;
      }
      expect(at).toBe(bytes.length);
    }),
  );
});

it('never throws, whatever stands in the stream', () => {
  const decoder = new EntryDecoder();
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (fields) => {
      const entry = decoder.decode(
        ID,
        fields.map((field) => Buffer.from(field)),
      );
      expect(entry.id).toBe(ID);
    }),
  );
});

it('refuses what is no UUID', () => {
  expect(() => journalBytes('shard-1')).toThrow('not a UUID');
});
