import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SEQUENCE_EPOCHS, SequenceHistory } from './sequence-history.ts';
import { MAX_SEQUENCE_RANGES, SequenceRanges } from './sequence-ranges.ts';

const nearIds = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 300 });
const farIds = fc.array(fc.maxSafeNat(), { maxLength: 50 });

describe('SequenceRanges', () => {
  it('takes each number once, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.oneof(nearIds, farIds), (first, ids) => {
        const ranges = SequenceRanges.startingAt(first);
        const seen = new Set([first]);
        for (const id of ids) {
          expect(ranges.add(id)).toBe(!seen.has(id));
          seen.add(id);
        }
        expect(ranges.highest).toBe(Math.max(...seen));
        const written = new Uint8Array(ranges.byteLength);
        expect(ranges.write(written, 0)).toBe(written.length);
        const { ranges: read } = SequenceRanges.read(written, 0);
        for (const id of [...seen, ...ids.map((each) => each + 1)]) expect(read.has(id)).toBe(seen.has(id));
      }),
    );
  });

  it('keeps a message that thousands of newer ones have overtaken', () => {
    const ranges = SequenceRanges.startingAt(1);
    for (let seq = 3; seq < 100_000; seq++) ranges.add(seq);
    expect([ranges.add(2), ranges.add(2)]).toEqual([true, false]);
    expect(ranges.byteLength).toBeLessThan(10);
  });

  it('closes the lowest gap when there are too many, and stays small', () => {
    const ranges = SequenceRanges.startingAt(0);
    for (let at = 1; at <= MAX_SEQUENCE_RANGES; at++) ranges.add(2 * at);
    expect(ranges.add(1)).toBe(false);
    expect(ranges.add(3)).toBe(true);
    expect(ranges.byteLength).toBeLessThan(20_000);
  });

  it('works up to the largest safe integer', () => {
    const ranges = SequenceRanges.startingAt(0);
    expect(ranges.add(Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(ranges.add(Number.MAX_SAFE_INTEGER - 1)).toBe(true);
    expect(ranges.add(Number.MAX_SAFE_INTEGER)).toBe(false);
    expect(ranges.has(1)).toBe(false);
  });
});

const ids = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 2_000 })), { maxLength: 200 });

describe('SequenceHistory', () => {
  it('never takes an id twice', () => {
    fc.assert(
      fc.property(ids, (sent) => {
        const history = SequenceHistory.empty();
        const stored = new Set<string>();
        for (const [epoch, seq] of sent) {
          const key = `${epoch}/${seq}`;
          if (history.add(epoch, seq)) {
            expect(stored.has(key)).toBe(false);
            stored.add(key);
          }
          expect(history.has(epoch, seq)).toBe(true);
        }
      }),
    );
  });

  it('survives being written and read at any point', () => {
    fc.assert(
      fc.property(ids, ids, (before, after) => {
        const history = SequenceHistory.empty();
        for (const [epoch, seq] of before) history.add(epoch, seq);
        const restored = SequenceHistory.fromBytes(history.toBytes());
        expect(restored.newest).toEqual(history.newest);
        for (const [epoch, seq] of after) expect(restored.add(epoch, seq)).toBe(history.add(epoch, seq));
        expect(restored.toBytes()).toEqual(history.toBytes());
      }),
    );
  });

  it('starts over in a newer epoch and still knows the one before', () => {
    const history = SequenceHistory.empty();
    expect(history.add(7, 100)).toBe(true);
    expect(history.add(8, 1)).toBe(true);
    expect(history.add(7, 100)).toBe(false);
    expect(history.add(7, 101)).toBe(true);
    expect(history.newest).toEqual({ epoch: 8, seq: 1 });
  });

  it('takes an older epoch that was never seen while there is room', () => {
    const history = SequenceHistory.empty();
    history.add(8, 1);
    expect(history.add(7, 5)).toBe(true);
    expect(history.add(7, 5)).toBe(false);
  });

  it('takes nothing from an epoch that was forgotten, and keeps a bounded number', () => {
    const history = SequenceHistory.empty();
    for (let epoch = 1; epoch <= MAX_SEQUENCE_EPOCHS + 1; epoch++) history.add(epoch, 1);
    expect(history.add(1, 2)).toBe(false);
    expect(history.add(0, 2)).toBe(false);
    expect(history.add(2, 2)).toBe(true);
    for (let epoch = 10; epoch < 1_000; epoch++) history.add(epoch, epoch);
    expect(history.toBytes().length).toBeLessThanOrEqual(10 + MAX_SEQUENCE_EPOCHS * 12);
  });

  it('leaves the original alone when a copy is changed', () => {
    const history = SequenceHistory.empty();
    history.add(1, 1);
    const copy = history.clone();
    copy.add(1, 2);
    copy.add(2, 1);
    expect(history.has(1, 2)).toBe(false);
    expect(history.newest).toEqual({ epoch: 1, seq: 1 });
  });

  it('refuses bytes of another format', () => {
    expect(() => SequenceHistory.fromBytes(new Uint8Array(0))).toThrow(/known format/);
    expect(() => SequenceHistory.fromBytes(new Uint8Array([1, 2, 0]))).toThrow(/known format/);
  });
});
