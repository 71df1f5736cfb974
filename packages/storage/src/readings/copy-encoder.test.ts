import { PGlite } from '@electric-sql/pglite';
import { QUALITY, type SeriesId } from '@hawser/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeReadings } from './copy-encoder.ts';
import { BinaryCopyWriter } from './copy-writer.ts';
import { ReadingColumns } from './reading-columns.ts';
import type { StoredReading } from './stored-reading.ts';

const reading: fc.Arbitrary<StoredReading> = fc
  .record({
    seriesId: fc.integer({ min: 1, max: 2 ** 31 - 1 }) as fc.Arbitrary<number> as fc.Arbitrary<SeriesId>,
    time: fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 0, 1) }),
    content: fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.string({ unit: 'grapheme', maxLength: 50 }),
    ),
    quality: fc.constantFrom(QUALITY.good, QUALITY.uncertain, QUALITY.bad),
  })
  .map(({ content, ...rest }) =>
    typeof content === 'number' ? { ...rest, value: content, text: null } : { ...rest, value: null, text: content },
  );

describe('encodeReadings', () => {
  const db = new PGlite();

  beforeAll(async () => {
    await db.exec(
      'CREATE TABLE target (time timestamptz, series_id int, value float8, quality smallint, value_text text)',
    );
    await db.exec('CREATE TABLE other (id uuid, data bytea, doc jsonb)');
  });
  afterAll(() => db.close());

  async function copy(target: string, data: Uint8Array): Promise<void> {
    await db.query(`COPY ${target} FROM '/dev/blob' WITH (FORMAT binary)`, [], { blob: new Blob([data.slice()]) });
  }

  it('writes what PostgreSQL reads back the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(reading, { maxLength: 100 }), async (readings) => {
        await db.exec('TRUNCATE target');
        await copy('target (time, series_id, value, quality, value_text)', encodeReadings(ReadingColumns.of(readings)));
        const { rows } = await db.query<{ ms: string }>(
          `SELECT series_id AS "seriesId", extract(epoch FROM time)::float8 * 1000 AS ms, value, value_text AS text, quality
           FROM target`,
        );
        const stored = rows.map(({ ms, ...rest }) => ({ ...rest, time: Math.round(Number(ms)) }));
        expect(stored).toEqual(readings.map((r) => ({ ...r, text: r.text?.replaceAll('\0', '\ufffd') ?? null })));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps microseconds and what lies before 2000', async () => {
    await db.exec('TRUNCATE target');
    const base = { seriesId: 1 as SeriesId, value: 1, text: null, quality: QUALITY.good };
    const times = [0.001, -1, Date.UTC(2000, 0, 1) - 0.5, Date.UTC(1999, 11, 31, 23, 59, 59, 999)];
    await copy('target', encodeReadings(ReadingColumns.of(times.map((time) => ({ ...base, time })))));
    const { rows } = await db.query<{ time: string }>('SELECT time::text AS time FROM target');
    expect(rows.map((row) => row.time)).toEqual([
      '1970-01-01 00:00:00.000001+00',
      '1969-12-31 23:59:59.999+00',
      '1999-12-31 23:59:59.9995+00',
      '1999-12-31 23:59:59.999+00',
    ]);
  });

  it('refuses values that are not finite', () => {
    const base = { seriesId: 1 as SeriesId, time: 0, text: null, quality: QUALITY.good };
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => encodeReadings(ReadingColumns.of([{ ...base, value }]))).toThrow(RangeError);
    }
  });

  it('grows, and writes ids, bytes and JSON that PostgreSQL would otherwise refuse', async () => {
    const id = '0190f5a0-1234-7abc-8def-0123456789ab';
    const payload = Uint8Array.from({ length: 5_000 }, (_, i) => i % 256);
    const writer = new BinaryCopyWriter(0);
    writer.startRow(3);
    writer.uuid(id);
    writer.bytea(payload);
    writer.jsonb([{ detail: 'nul \0, lone \ud800' }]);
    await copy('other', writer.finish());
    const { rows } = await db.query('SELECT * FROM other');
    expect(rows).toEqual([{ id, data: payload, doc: [{ detail: 'nul \ufffd, lone \ufffd' }] }]);
  });
});
