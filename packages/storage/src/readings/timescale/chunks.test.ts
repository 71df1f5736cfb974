import type { SeriesId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wholeAccount } from '../../agents/agent-scope.ts';
import type { Database } from '../../database.ts';
import { createMaintenance } from '../../maintenance/maintenance.ts';
import { createReadingsRepository } from '../readings-repository.ts';
import { clearReadings } from '../testing/clear-readings.ts';
import type { TestEngine } from '../testing/engines.ts';
import { readingOf, type TelemetryFixture, telemetryFixture } from '../testing/telemetry-fixture.ts';
import { startTimescalePglite } from '../testing/timescale-pglite.ts';
import { refreshAggregates } from './refresh.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const TODAY = Math.floor(Date.now() / DAY) * DAY;
const LIMITS = { partitions: 100, rollUpRows: 10_000 };

/** Readings that came in time, days ago, and have become old since. */
describe('readings in the hypertable', () => {
  let engine: TestEngine;
  let db: Database;
  let fixture: TelemetryFixture;
  let now: number;

  beforeAll(async () => {
    engine = await startTimescalePglite();
    db = engine.database;
  });
  beforeEach(async () => {
    await clearReadings(db);
    await db.query('TRUNCATE series_purge');
    fixture = await telemetryFixture(db, () => now);
  });
  afterAll(() => engine.close());

  async function storeInTime(seriesId: SeriesId, time: number, value: number): Promise<void> {
    now = time;
    await fixture.commit([readingOf(seriesId, time, value)]);
  }

  async function ask(seriesId: SeriesId, resolution: 'auto' | '1m' | '1h') {
    const span = { from: TODAY - 20 * DAY, to: TODAY + DAY };
    const scope = wholeAccount(fixture.accountId);
    const query = { scope, seriesIds: [seriesId], ...span, points: 100_000, resolution };
    return (await createReadingsRepository(db).query(query))[0]!;
  }

  it('leave exact roll-ups behind when they are dropped, to which late ones are added', async () => {
    const seriesId = await fixture.addSeries('temp');
    const old = TODAY - 10 * DAY;
    await storeInTime(seriesId, old, 1);
    await storeInTime(seriesId, TODAY - DAY, 2);
    const maintenance = createMaintenance(db);
    const retention = { rawMs: 5 * DAY, minuteMs: null, hourMs: null };
    expect((await maintenance.dropExpired(Date.now(), retention, LIMITS)).partitions).toBe(1);
    now = Date.now();
    await fixture.commit([readingOf(seriesId, old + 1, 5)]);
    expect((await maintenance.dropExpired(Date.now(), retention, LIMITS)).partitions).toBe(1);
    await refreshAggregates(db, Date.now());
    const expected = [
      [old, 1, 5, 3, 2],
      [TODAY - DAY, 2, 2, 2, 1],
    ];
    expect(await ask(seriesId, 'auto')).toMatchObject({ resolution: '1m', points: expected });
    await maintenance.rollUp(10);
    expect((await ask(seriesId, '1h')).points).toEqual(expected);
  });

  it('are found in the columnstore, and take late ones beside them', async () => {
    const seriesId = await fixture.addSeries('temp');
    await storeInTime(seriesId, TODAY - 3 * DAY, 1);
    await refreshAggregates(db, Date.now());
    await db.query(`SELECT compress_chunk(chunk) FROM show_chunks('readings') AS chunk`);
    now = Date.now();
    await fixture.commit([readingOf(seriesId, TODAY - 3 * DAY + MINUTE, 2)]);
    expect((await ask(seriesId, 'auto')).points).toEqual([
      [TODAY - 3 * DAY, 1],
      [TODAY - 3 * DAY + MINUTE, 2],
    ]);
    expect((await ask(seriesId, '1h')).points).toEqual([[TODAY - 3 * DAY, 1, 2, 1.5, 2]]);
  });

  it('are purged with their agent, compressed or not, with all that was made of them', async () => {
    const gone = await fixture.addSeries('gone');
    const kept = await fixture.addSeries('kept');
    for (const day of [6, 3]) {
      await storeInTime(gone, TODAY - day * DAY, 1);
      await storeInTime(kept, TODAY - day * DAY, 1);
    }
    await refreshAggregates(db, Date.now());
    await db.query(
      `SELECT compress_chunk(chunk) FROM show_chunks('readings', older_than => interval '5 days') AS chunk`,
    );
    await storeInTime(gone, Date.now(), 1);
    await db.query(`INSERT INTO series_purge (series_id, deleted_at) VALUES ($1, now() - interval '1 hour')`, [gone]);
    const maintenance = createMaintenance(db);
    expect(await maintenance.purgeDeletedSeries(2)).toBe(2);
    expect(await maintenance.purgeDeletedSeries(2)).toBe(1);
    await refreshAggregates(db, Date.now());
    const left = await db.query<{ id: SeriesId }>(`SELECT DISTINCT series_id AS id FROM (
      SELECT series_id FROM all_readings UNION ALL SELECT series_id FROM all_readings_1m
      UNION ALL SELECT series_id FROM all_readings_1h UNION ALL SELECT series_id FROM series_purge) AS everything`);
    expect(left).toEqual([{ id: kept }]);
    expect((await ask(kept, '1h')).points).toHaveLength(2);
  });
});
