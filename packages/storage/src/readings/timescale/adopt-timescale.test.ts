import type { AccountId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wholeAccount } from '../../agents/agent-scope.ts';
import type { Database } from '../../database.ts';
import { applyPolicies, type ReadingsPolicies } from '../../maintenance/apply-policies.ts';
import { createMaintenance } from '../../maintenance/maintenance.ts';
import { migrate } from '../../migrate.ts';
import { describeEngine } from '../detect-engine.ts';
import { createReadingsRepository } from '../readings-repository.ts';
import type { TestEngine } from '../testing/engines.ts';
import { readingOf, type TelemetryFixture, telemetryFixture } from '../testing/telemetry-fixture.ts';
import { openTimescale } from '../testing/timescale-pglite.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const POLICIES: ReadingsPolicies = {
  retention: { rawMs: 30 * DAY, minuteMs: 90 * DAY, hourMs: null },
  compressRawAfterMs: 2 * DAY,
  compressMinutesAfterMs: 7 * DAY,
};

describe('a database that gets TimescaleDB later', () => {
  const now = Math.floor(Date.now() / HOUR) * HOUR;
  let engine: TestEngine;
  let db: Database;
  let fixture: TelemetryFixture;

  beforeAll(async () => {
    engine = await openTimescale();
    db = engine.database;
    await migrate(db);
    fixture = await telemetryFixture(db);
  });
  afterAll(() => engine.close());

  async function hourly(accountId: AccountId): Promise<unknown> {
    const span = { from: now - 10 * DAY, to: now + HOUR };
    const query = { scope: wholeAccount(accountId), ...span, points: 10_000, resolution: '1h' } as const;
    return (await createReadingsRepository(db).query(query)).map(({ points }) => points);
  }

  it('takes over without losing or moving a reading, while a writer is at work', async () => {
    const seriesId = await fixture.addSeries('temp');
    await fixture.commit([readingOf(seriesId, now - 5 * DAY, 1), readingOf(seriesId, now, 2)]);
    await createMaintenance(db).rollUp(1);
    const before = await hourly(fixture.accountId);
    expect(await describeEngine(db)).toMatchObject({ kind: 'partitions', timescaledb: null, hint: /hawser db init/ });
    await db.query('CREATE EXTENSION timescaledb');
    expect((await describeEngine(db)).hint).toMatch(/hawser db migrate/);
    expect((await migrate(db)).adoptedTimescale).toBe(true);
    expect((await migrate(db)).adoptedTimescale).toBe(false);
    expect(await describeEngine(db)).toMatchObject({ kind: 'timescaledb', timescaledb: { edition: 'community' } });
    expect(await hourly(fixture.accountId)).toEqual(before);
    await fixture.commit([readingOf(seriesId, Date.now(), 3), readingOf(seriesId, now - 5 * DAY, 4)]);
    expect(await hourly(fixture.accountId)).toEqual([
      [
        [now - 5 * DAY, 1, 4, 2.5, 2],
        [now, 2, 3, 2.5, 2],
      ],
    ]);
    expect(await db.query('SELECT value FROM readings')).toEqual([{ value: 3 }]);
  });

  describe('policies', () => {
    beforeEach(() => applyPolicies(db, POLICIES));

    const jobs = () =>
      db.query(`SELECT proc_name AS job, hypertable_name AS "on", coalesce(config->>'drop_after', config->>'compress_after') AS after
        FROM timescaledb_information.jobs WHERE proc_name IN ('policy_retention', 'policy_compression') ORDER BY 2, 1`);

    it('become background jobs, once', async () => {
      expect(await applyPolicies(db, POLICIES)).toEqual([]);
      expect(await jobs()).toEqual([
        { job: 'policy_compression', on: 'readings', after: '48:00:00' },
        { job: 'policy_retention', on: 'readings', after: '720:00:00' },
        { job: 'policy_compression', on: 'readings_1m', after: '168:00:00' },
        { job: 'policy_retention', on: 'readings_1m', after: '2160:00:00' },
      ]);
    });

    it('change where a value has changed', async () => {
      const retention = { rawMs: 60 * DAY, minuteMs: 90 * DAY, hourMs: 365 * DAY };
      const changed = { ...POLICIES, retention };
      expect(await applyPolicies(db, changed)).toEqual([
        'retention of raw readings',
        'retention of 1h readings',
        'retention of readings',
        'retention of readings_1h',
      ]);
      expect(await jobs()).toContainEqual({ job: 'policy_retention', on: 'readings', after: '1440:00:00' });
      expect(await applyPolicies(db, changed)).toEqual([]);
    });
  });
});
