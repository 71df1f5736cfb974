import { QUALITY, type SeriesId } from '@hawser/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newestReadings } from '../ingestion/newest-readings.ts';
import { ReadingColumns } from './reading-columns.ts';
import type { StoredReading } from './stored-reading.ts';

const readings: fc.Arbitrary<StoredReading[]> = fc.array(
  fc
    .record({
      seriesId: fc.constantFrom(
        1,
        2,
        3,
        2_049,
        2 ** 22 + 1,
        2 ** 31 - 1,
      ) as fc.Arbitrary<number> as fc.Arbitrary<SeriesId>,
      time: fc.integer({ min: 0, max: 5 }),
      content: fc.oneof(fc.integer(), fc.string({ maxLength: 3 })),
      quality: fc.constantFrom(QUALITY.good, QUALITY.bad),
    })
    .map(({ content, ...rest }) =>
      typeof content === 'number' ? { ...rest, value: content, text: null } : { ...rest, value: null, text: content },
    ),
  { maxLength: 40 },
);

const listOf = (columns: ReadingColumns) => Array.from({ length: columns.length }, (_, row) => columns.at(row));

it('puts one series after the other and leaves those of a series as they came', () => {
  fc.assert(
    fc.property(readings, (list) => {
      const expected = [...list].sort((a, b) => a.seriesId - b.seriesId);
      expect(listOf(ReadingColumns.of(list).bySeries())).toEqual(expected);
    }),
  );
});

it('picks the rows of a span of time', () => {
  fc.assert(
    fc.property(readings, (list) => {
      const expected = list.filter(({ time }) => time >= 2 && time < 4);
      expect(listOf(ReadingColumns.of(list).within(2, 4))).toEqual(expected);
    }),
  );
});

it('gives the newest reading of each series, of two at the same time the later one', () => {
  fc.assert(
    fc.property(readings, (list) => {
      const newest = new Map<SeriesId, StoredReading>();
      for (const one of list) if (one.time >= (newest.get(one.seriesId)?.time ?? 0)) newest.set(one.seriesId, one);
      const expected = [...newest.values()].sort((a, b) => a.seriesId - b.seriesId);
      expect(newestReadings(ReadingColumns.of(list).bySeries())).toEqual(expected);
    }),
  );
});

it('says so when there is no such row', () => {
  expect(() => ReadingColumns.of([]).at(0)).toThrow(RangeError);
});
