import { type AccountId, QUALITY, type SeriesId } from '@hawser/core';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wholeAccount } from '../agents/agent-scope.ts';
import type { Database } from '../database.ts';
import { createMaintenance, type Maintenance } from '../maintenance/maintenance.ts';
import { engineKind } from './detect-engine.ts';
import type { ReadingsQuery, SeriesPoints } from './points.ts';
import { createReadingsRepository, DEFAULT_QUERY_LIMITS, type ReadingsRepository } from './readings-repository.ts';
import { clearReadings } from './testing/clear-readings.ts';
import { READINGS_ENGINES, type TestEngine } from './testing/engines.ts';
import { NaiveModel } from './testing/naive-model.ts';
import { readingOf, type TelemetryFixture, telemetryFixture } from './testing/telemetry-fixture.ts';
import { refreshAggregates } from './timescale/refresh.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const START = Date.UTC(2024, 4, 1, 22);

/** Plain PostgreSQL does not care when readings arrive; TimescaleDB keeps late ones elsewhere. */
const ARRIVALS = [
  ['on time', 0],
  ['late', 400 * DAY],
] as const;
const CASES = READINGS_ENGINES.flatMap(([name, open]) =>
  ARRIVALS.filter(([, lateMs]) => lateMs > 0 || name === 'TimescaleDB').map(
    ([when, lateMs]) => [name, when, open, lateMs] as const,
  ),
);

describe.each(CASES)('the readings engine on %s, readings arriving %s', (name, _when, open, lateMs) => {
  let now: number;
  let engine: TestEngine;
  let db: Database;
  let fixture: TelemetryFixture;
  let maintenance: Maintenance;
  let repository: ReadingsRepository;

  beforeAll(async () => {
    engine = await open();
    db = engine.database;
    maintenance = createMaintenance(db);
    repository = createReadingsRepository(db);
  });
  beforeEach(async () => {
    await clearReadings(db);
    now = START + lateMs;
    fixture = await telemetryFixture(db, () => now);
  });
  afterAll(() => engine.close());

  async function ask(
    seriesId: SeriesId,
    query: Partial<ReadingsQuery> & Pick<ReadingsQuery, 'from' | 'to'>,
  ): Promise<SeriesPoints> {
    const answers = await repository.query({
      scope: wholeAccount(fixture.accountId),
      seriesIds: [seriesId],
      points: 100_000,
      resolution: 'auto',
      ...query,
    });
    expect(answers).toHaveLength(1);
    return answers[0]!;
  }

  async function rollUpAll(): Promise<void> {
    while ((await maintenance.rollUp(50)) > 0);
    await refreshAll();
  }

  /** What TimescaleDB's background jobs do. */
  async function refreshAll(): Promise<void> {
    if ((await engineKind(db)) === 'timescaledb') await refreshAggregates(db, now);
  }

  describe('roll-ups', () => {
    /** Times within three hours around midnight; values whose sums are exact in any order. */
    const late = fc.record({
      series: fc.integer({ min: 0, max: 1 }),
      offset: fc
        .integer({ min: 0, max: 3 * 60 })
        .chain((minute) => fc.integer({ min: 0, max: 3 }).map((ms) => minute * MINUTE + ms * 19_999)),
      value: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: -1_000, max: 1_000 }) },
        { weight: 1, arbitrary: fc.constant('text') },
      ),
    });
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.array(late, { minLength: 1, maxLength: 30 }) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 40 }) },
    );

    it('agree with a naive model at any moment, whatever comes late and however little has been rolled up', async () => {
      const series = [await fixture.addSeries('a'), await fixture.addSeries('b')];
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 8 }),
          fc.integer({ min: 1, max: 200 }),
          fc.integer({ min: 0, max: 90 }),
          async (steps, points, skip) => {
            await clearReadings(db);
            now = START + HOUR + lateMs;
            const model = new NaiveModel();
            const span = { from: START + skip * MINUTE, to: START + 3 * HOUR };
            for (const one of steps) {
              if (typeof one === 'number') {
                await maintenance.rollUp(one);
                now += one * 2 * MINUTE;
                await refreshAll();
              } else {
                const readings = one.map((r) => readingOf(series[r.series]!, START + r.offset, r.value));
                model.add(readings);
                await fixture.commit(readings);
              }
              for (const seriesId of series) {
                const minutes = await ask(seriesId, { ...span, resolution: '1m' });
                expect(minutes.points).toEqual(model.buckets(seriesId, span, MINUTE));
                const hours = await ask(seriesId, { from: START, to: span.to, resolution: '1h' });
                expect(hours.points).toEqual(model.buckets(seriesId, { from: START, to: span.to }, HOUR));
                const merged = await ask(seriesId, { ...span, points, resolution: '1m' });
                expect(merged.points.length).toBeLessThanOrEqual(points);
                const origin = points === 1 ? span.from : 0;
                expect(merged.points).toEqual(model.buckets(seriesId, span, merged.bucketMs, origin));
              }
            }
          },
        ),
        { numRuns: name === 'PostgreSQL' ? 30 : 8 }, // the others are compiled to WebAssembly and take far longer
      );
    }, 120_000);

    it('hold first, last and the share of good readings', async () => {
      const seriesId = await fixture.addSeries('a');
      const bad = { ...readingOf(seriesId, START + 30_000, 5), quality: QUALITY.bad };
      await fixture.commit([readingOf(seriesId, START + 40_000, 7), bad, readingOf(seriesId, START + 10_000, 6)]);
      await fixture.commit([readingOf(seriesId, START + 5 * MINUTE, 1)]);
      await rollUpAll();
      const columns = 'count, good_count, sum, min, max, first, first_time, last, last_time';
      expect(
        await db.query(`SELECT ${columns} FROM all_readings_1m WHERE series_id = $1 ORDER BY bucket`, [seriesId]),
      ).toEqual([
        {
          count: 3,
          good_count: 2,
          sum: 18,
          min: 5,
          max: 7,
          first: 6,
          first_time: START + 10_000,
          last: 7,
          last_time: START + 40_000,
        },
        {
          count: 1,
          good_count: 1,
          sum: 1,
          min: 1,
          max: 1,
          first: 1,
          first_time: START + 5 * MINUTE,
          last: 1,
          last_time: START + 5 * MINUTE,
        },
      ]);
      expect(await db.query(`SELECT ${columns} FROM all_readings_1h WHERE series_id = $1`, [seriesId])).toEqual([
        {
          count: 4,
          good_count: 3,
          sum: 19,
          min: 1,
          max: 7,
          first: 6,
          first_time: START + 10_000,
          last: 1,
          last_time: START + 5 * MINUTE,
        },
      ]);
    });

    it.runIf(lateMs > 0)('do no more at a time than they are told to, and never the same twice', async () => {
      const seriesId = await fixture.addSeries('a');
      for (let i = 0; i < 10; i++) await fixture.commit([readingOf(seriesId, START + i * MINUTE, i)]);
      const merged = await Promise.all([maintenance.rollUp(4), maintenance.rollUp(4), maintenance.rollUp(4)]);
      expect(Math.max(...merged)).toBe(4);
      await rollUpAll();
      const total = await db.query(
        'SELECT sum(count) AS count, sum(sum) AS sum FROM all_readings_1h WHERE series_id = $1',
        [seriesId],
      );
      expect(total).toEqual([{ count: 10, sum: 45 }]);
    });

    it('are not stopped by values whose sum is beyond what a double holds', async () => {
      const seriesId = await fixture.addSeries('a');
      const huge = [1.7e308, 1.7e308, 1.7e308, 5e-324, -1.7e308];
      await fixture.commit(huge.map((value, i) => readingOf(seriesId, START + i, value)));
      const span = { from: START, to: START + HOUR };
      const dirty = await ask(seriesId, { ...span, resolution: '1h' });
      await rollUpAll();
      const clean = await ask(seriesId, { ...span, resolution: '1h' });
      expect(clean.points).toEqual(dirty.points);
      expect(clean.points[0]?.slice(1, 3)).toEqual([-1.7e308, 1.7e308]);
    });
  });

  describe('queries', () => {
    it('give the readings themselves where they fit, in time order, with booleans as numbers and strings as text', async () => {
      const seriesId = await fixture.addSeries('a');
      const readings = [
        readingOf(seriesId, START + 2, 'on'),
        readingOf(seriesId, START, true),
        readingOf(seriesId, START + 1, 2.5),
      ];
      await fixture.commit(readings);
      const answer = await ask(seriesId, { from: START, to: START + 3, points: 3 });
      expect(answer).toMatchObject({ resolution: 'raw', bucketMs: 0 });
      expect(answer.points).toEqual([
        [START, 1],
        [START + 1, 2.5],
        [START + 2, 'on'],
      ]);
      expect((await ask(seriesId, { from: START + 1, to: START + 2 })).points).toEqual([[START + 1, 2.5]]);
    });

    it('never give more points than asked for, and keep every extreme', async () => {
      const seriesId = await fixture.addSeries('a');
      const readings = Array.from({ length: 5_000 }, (_, i) =>
        readingOf(seriesId, START + i * 977, Math.round(Math.sin(i) * 1_000)),
      );
      readings[1_234] = { ...readings[1_234]!, value: 1e6 };
      readings[3_333] = { ...readings[3_333]!, value: -1e6 };
      const model = new NaiveModel();
      model.add(readings);
      await fixture.commit(readings);
      const span = { from: START, to: START + 5_000 * 977 };
      for (const points of [1, 2, 3, 7, 100, 999, 4_999]) {
        for (const resolution of ['raw', '1m', '1h', 'auto'] as const) {
          const answer = await ask(seriesId, { ...span, points, resolution });
          expect(answer.points.length).toBeLessThanOrEqual(points);
          expect(answer.points.length).toBeGreaterThan(0);
          const times = answer.points.map((point) => point[0]);
          expect(times).toEqual([...times].sort((a, b) => a - b));
        }
        if (points < 2) continue;
        const raw = await ask(seriesId, { ...span, points, resolution: 'raw' });
        expectExtremesKept(raw, model.raw(seriesId, span), span.from);
      }
    });

    it('keep the first and the last string where there are only strings', async () => {
      const seriesId = await fixture.addSeries('a', { kind: 'string' });
      await fixture.commit(Array.from({ length: 100 }, (_, i) => readingOf(seriesId, START + i, `state ${i}`)));
      const answer = await ask(seriesId, { from: START, to: START + 100, points: 4 });
      expect(answer.resolution).toBe('raw');
      expect(answer.points).toEqual([
        [START, 'state 0'],
        [START + 49, 'state 49'],
        [START + 50, 'state 50'],
        [START + 99, 'state 99'],
      ]);
    });

    it('choose a resolution by what fits', async () => {
      const seriesId = await fixture.addSeries('a');
      await fixture.commit(Array.from({ length: 3_000 }, (_, i) => readingOf(seriesId, START + i * 30_000, i)));
      await rollUpAll();
      const choice = async (spanMs: number, points: number) => {
        const answer = await ask(seriesId, { from: START, to: START + spanMs, points });
        return `${answer.resolution} ${answer.bucketMs / MINUTE}`;
      };
      expect(await choice(HOUR, 1_000)).toBe('raw 0');
      expect(await choice(DAY, 1_000)).toBe('1m 2');
      expect(await choice(DAY, 1_440)).toBe('1m 1');
      expect(await choice(DAY, 24)).toBe('1h 60');
      expect(await choice(30 * DAY, 1_000)).toBe('1h 60');
      expect(await choice(30 * DAY, 100)).toBe('1h 480');
    });

    it('answer for each series on its own and only for the account that asks', async () => {
      const dense = await fixture.addSeries('dense');
      const sparse = await fixture.addSeries('sparse');
      await fixture.addSeries('empty');
      const other = await telemetryFixture(db);
      await other.commit([readingOf(await other.addSeries('dense'), START, 9)]);
      await fixture.commit([
        ...Array.from({ length: 50 }, (_, i) => readingOf(dense, START + i, i)),
        readingOf(sparse, START, 1),
      ]);
      const query = {
        scope: wholeAccount(fixture.accountId),
        from: START,
        to: START + HOUR,
        points: 10,
        resolution: 'auto',
      } as const;
      const answers = await repository.query(query);
      expect(answers.map(({ series, resolution, points }) => [series.metric, resolution, points.length])).toEqual([
        ['dense', '1m', 1],
        ['empty', 'raw', 0],
        ['sparse', 'raw', 1],
      ]);
      expect(await repository.query({ ...query, metric: 'sparse' })).toHaveLength(1);
      expect(await repository.query({ ...query, device: 'nobody' })).toEqual([]);
      expect(await repository.query({ ...query, scope: wholeAccount(other.agentId as string as AccountId) })).toEqual(
        [],
      );
    });

    it('give no points for an empty span', async () => {
      const seriesId = await fixture.addSeries('a');
      await fixture.commit([readingOf(seriesId, START, 1)]);
      for (const resolution of ['auto', 'raw', '1m', '1h'] as const) {
        expect((await ask(seriesId, { from: START, to: START, resolution })).points).toEqual([]);
      }
    });

    it('refuse what would cost too much', async () => {
      const limited = createReadingsRepository(db, { ...DEFAULT_QUERY_LIMITS, series: 1, rawReadings: 10 });
      const seriesId = await fixture.addSeries('a');
      await fixture.commit(Array.from({ length: 50 }, (_, i) => readingOf(seriesId, START + i, i)));
      await rollUpAll();
      const query = {
        scope: wholeAccount(fixture.accountId),
        from: START,
        to: START + HOUR,
        points: 5,
        resolution: 'raw',
      } as const;
      await expect(limited.query(query)).rejects.toMatchObject({ code: 'limit-reached' });
      await fixture.addSeries('b');
      await expect(limited.query({ ...query, resolution: '1h' })).rejects.toMatchObject({ code: 'limit-reached' });
    });

    it('share the points of one answer among many series', async () => {
      const limited = createReadingsRepository(db, { ...DEFAULT_QUERY_LIMITS, points: 20 });
      const series = [await fixture.addSeries('a'), await fixture.addSeries('b')];
      await fixture.commit(series.flatMap((id) => Array.from({ length: 50 }, (_, i) => readingOf(id, START + i, i))));
      const answers = await limited.query({
        scope: wholeAccount(fixture.accountId),
        from: START,
        to: START + 50,
        points: 1_000,
        resolution: 'raw',
      });
      expect(answers.map((answer) => answer.points.length)).toEqual([10, 10]);
    });
  });

  it('gives the latest reading of each series, with what it is the reading of', async () => {
    const temp = await fixture.addSeries('temp');
    const state = await fixture.addSeries('state', { kind: 'string' });
    await fixture.commit([readingOf(temp, START, 1), readingOf(temp, START + 1, 2), readingOf(state, START, 'on')]);
    const latest = await repository.latest(wholeAccount(fixture.accountId), { limit: 10 });
    expect(latest).toMatchObject([
      { agentName: 'gateway', device: 'plc', metric: 'state', value: 'on', time: START },
      { agentName: 'gateway', device: 'plc', metric: 'temp', value: 2, time: START + 1 },
    ]);
    const stranger = await fixture.addAgent('other');
    expect(await repository.latest(wholeAccount(fixture.accountId), { agentId: stranger, limit: 10 })).toEqual([]);
  });
});

/** Every bucket of the answer has the lowest and the highest reading that the model has there. */
function expectExtremesKept(
  answer: SeriesPoints,
  all: readonly (readonly [number, number | string])[],
  from: number,
): void {
  const bucketOf = (time: number) => (answer.bucketMs === 0 ? time : Math.floor((time - from) / answer.bucketMs));
  const extremes = (points: readonly (readonly [number, ...(number | string)[]])[]) => {
    const found = new Map<number, [number, number]>();
    for (const [time, value] of points) {
      const [low, high] = found.get(bucketOf(time)) ?? [Infinity, -Infinity];
      found.set(bucketOf(time), [Math.min(low, Number(value)), Math.max(high, Number(value))]);
    }
    return found;
  };
  expect(extremes(answer.points)).toEqual(extremes(all));
}
