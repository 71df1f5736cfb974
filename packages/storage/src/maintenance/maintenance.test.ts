import { type AccountId, type AgentId, newId, SequenceHistory } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginDeletion, EMPTIED_TABLES, findDeletion } from '../accounts/account-deletions.ts';
import { createAccountRepository } from '../accounts/account-repository.ts';
import { wholeAccount } from '../agents/agent-scope.ts';
import type { Database } from '../database.ts';
import type { QueuePosition } from '../ingestion/queue-position.ts';
import { journalQueueName } from '../ledger/counted-positions.ts';
import { createIntakeLedger } from '../ledger/intake-ledger.ts';
import { createLedgerRepository } from '../ledger/ledger-repository.ts';
import { dayOf, partitionName } from '../readings/day-partitions.ts';
import { type DayTables, PLAIN_TABLES } from '../readings/day-tables.ts';
import { dayTablesOf, engineKind } from '../readings/detect-engine.ts';
import { ReadingColumns } from '../readings/reading-columns.ts';
import { createReadingsRepository } from '../readings/readings-repository.ts';
import { clearReadings } from '../readings/testing/clear-readings.ts';
import { READINGS_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import {
  deadLetterOf,
  readingOf,
  SHARD,
  type TelemetryFixture,
  telemetryFixture,
} from '../readings/testing/telemetry-fixture.ts';
import { applyPolicies } from './apply-policies.ts';
import { createMaintenance, type Maintenance } from './maintenance.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const NOW = Date.UTC(2024, 4, 31, 12);
const LIMITS = { partitions: 100, rollUpRows: 10_000 };
const POLICIES = { compressRawAfterMs: 2 * DAY, compressMinutesAfterMs: 7 * DAY };

describe.each(READINGS_ENGINES)('maintenance on %s', (_name, open) => {
  let engine: TestEngine;
  let db: Database;
  let fixture: TelemetryFixture;
  let maintenance: Maintenance;
  /** Where readings from 2024 go. */
  let tables: DayTables = PLAIN_TABLES;

  beforeAll(async () => {
    engine = await open();
    db = engine.database;
    tables = dayTablesOf(await engineKind(db));
    maintenance = createMaintenance(db);
  });
  beforeEach(async () => {
    await maintenance.dropExpired(NOW + 10_000 * DAY, { rawMs: 0, minuteMs: 0, hourMs: 0 }, LIMITS);
    await clearReadings(db);
    for (const table of ['dedup_ids', 'series_purge']) await db.query(`TRUNCATE ${table}`);
    fixture = await telemetryFixture(db);
  });
  afterAll(() => engine.close());

  async function partitions(): Promise<string[]> {
    const rows = await db.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = '${tables.readings}'::regclass ORDER BY 1`,
    );
    return rows.map((row) => row.name);
  }

  async function rollUpAll(): Promise<void> {
    while ((await maintenance.rollUp(1_000)) > 0);
  }

  describe('retention', () => {
    it('drops whole days that are over, oldest first, and as many as it may', async () => {
      const seriesId = await fixture.addSeries('a');
      await fixture.commit(Array.from({ length: 6 }, (_, i) => readingOf(seriesId, NOW - i * DAY, i)));
      const keepTwoDays = { rawMs: 2 * DAY, minuteMs: null, hourMs: null };
      const dropped = await maintenance.dropExpired(NOW, keepTwoDays, { ...LIMITS, partitions: 1 });
      expect(dropped).toEqual({ partitions: 1, minutes: 0, hours: 0 });
      expect((await partitions())[0]).toBe(partitionName(dayOf(NOW) - 4));
      await maintenance.dropExpired(NOW, keepTwoDays, LIMITS);
      expect(await partitions()).toEqual([2, 1, 0].map((back) => partitionName(dayOf(NOW) - back)));
    });

    it('keeps roll-ups exact when readings come for days that have been dropped', async () => {
      const seriesId = await fixture.addSeries('a');
      const repository = createReadingsRepository(db);
      const time = NOW - 20 * DAY;
      const retention = { rawMs: DAY, minuteMs: 5 * DAY, hourMs: null };
      const ask = async (resolution: '1m' | '1h' | 'auto') => {
        const span = { from: time - DAY, to: NOW };
        const answers = await repository.query({
          scope: wholeAccount(fixture.accountId),
          ...span,
          points: 1_000,
          resolution,
        });
        return answers[0]!;
      };
      for (const value of [1, 2, 3]) {
        await fixture.commit([readingOf(seriesId, time + value, value)]);
        if (value === 1) await rollUpAll();
        expect(await maintenance.dropExpired(NOW, retention, LIMITS)).toMatchObject({ partitions: 1 });
      }
      await rollUpAll();
      expect((await ask('1h')).points).toEqual([[time, 1, 3, 2, 3]]);
      await maintenance.dropExpired(NOW, retention, LIMITS);
      expect((await ask('1m')).points).toEqual([]);
      expect(await ask('auto')).toMatchObject({ resolution: '1h', points: [[time, 1, 3, 2, 3]] });
    });

    it('deletes roll-ups in portions', async () => {
      const seriesId = await fixture.addSeries('a');
      await fixture.commit(Array.from({ length: 10 }, (_, i) => readingOf(seriesId, NOW - DAY + i * HOUR, i)));
      await rollUpAll();
      const retention = { rawMs: null, minuteMs: HOUR, hourMs: HOUR };
      const limits = { ...LIMITS, rollUpRows: 4 };
      const dropped = [];
      for (let i = 0; i < 4; i++) dropped.push(await maintenance.dropExpired(NOW, retention, limits));
      expect(dropped.map(({ minutes, hours }) => [minutes, hours])).toEqual([
        [4, 4],
        [4, 4],
        [2, 2],
        [0, 0],
      ]);
    });

    it('keeps everything for ever when told so', async () => {
      const seriesId = await fixture.addSeries('a');
      await fixture.commit([readingOf(seriesId, NOW - 3_000 * DAY, 1)]);
      const dropped = await maintenance.dropExpired(NOW, { rawMs: null, minuteMs: null, hourMs: null }, LIMITS);
      expect(dropped).toEqual({ partitions: 0, minutes: 0, hours: 0 });
    });
  });

  describe('retention of accounts', () => {
    const setRetention = (account: AccountId, column: 'limits' | 'settings', days: number) =>
      db.query(`UPDATE accounts SET ${column} = ${column} || $2::jsonb WHERE id = $1`, [
        account,
        { retention_days: days },
      ]);

    it('deletes what is older in accounts that keep less, in portions, and nothing of others', async () => {
      const others = await telemetryFixture(db);
      const [short, long] = [await fixture.addSeries('short'), await others.addSeries('long')];
      const times = Array.from({ length: 6 }, (_, day) => NOW - day * DAY);
      await fixture.commit(times.map((time) => readingOf(short, time, 1)));
      await others.commit(times.map((time) => readingOf(long, time, 1)));
      await rollUpAll();
      await setRetention(fixture.accountId, 'limits', 4);
      await setRetention(fixture.accountId, 'settings', 2);
      while ((await maintenance.dropExpiredOfAccounts(NOW, 2)) > 0);
      const left = async (of: TelemetryFixture) => {
        const ask = (resolution: '1h' | 'raw') => {
          const span = { from: NOW - 10 * DAY, to: NOW + 1 };
          return createReadingsRepository(db).query({
            scope: wholeAccount(of.accountId),
            ...span,
            points: 1_000,
            resolution,
          });
        };
        const [raw, hours] = [await ask('raw'), await ask('1h')];
        return [raw[0]?.points.length, hours[0]?.points.length];
      };
      expect(await left(fixture)).toEqual([3, 3]);
      expect(await left(others)).toEqual([6, 6]);
    });

    it('looks at nothing when no account keeps less', async () => {
      await fixture.commit([readingOf(await fixture.addSeries('a'), NOW - 3_000 * DAY, 1)]);
      expect(await maintenance.dropExpiredOfAccounts(NOW, 100)).toBe(0);
    });
  });

  it('deletes an account with everything it has, readings included, and no other', async () => {
    const others = await telemetryFixture(db);
    await others.commit([readingOf(await others.addSeries('kept'), NOW, 1)]);
    const seriesId = await fixture.addSeries('gone');
    const letter = deadLetterOf(fixture);
    await fixture.store.commit(
      fixture.batch({ readings: ReadingColumns.of([readingOf(seriesId, NOW, 1)]), deadLetters: [letter] }),
    );
    const accounts = createAccountRepository(db);
    const account = (await accounts.byId(fixture.accountId))!;
    await db.transaction((tx) => beginDeletion(tx, account, NOW));
    expect((await accounts.byId(account.id))?.openUntil).toBe(NOW);

    const finished = async () => (await findDeletion(db, account.parentId!, account.name))?.finishedAt;
    while (await maintenance.deleteAccounts(NOW, 1));
    // Its readings are not gone yet.
    expect(await finished()).toBeNull();
    await db.query("UPDATE series_purge SET deleted_at = deleted_at - interval '2 minutes'");
    while ((await maintenance.purgeDeletedSeries(100)) > 0);
    while (await maintenance.deleteAccounts(NOW, 1));
    expect(await finished()).toBe(NOW);
    expect(await accounts.byId(account.id)).toBeNull();
    const left = await db.query<{ id: number }>('SELECT DISTINCT series_id AS id FROM all_readings');
    expect(left).toHaveLength(1);
    expect(await db.query('SELECT 1 FROM dead_letters WHERE account_id = $1', [account.id])).toEqual([]);
  });

  it('the deletion of an account empties every table that does not follow the account by itself', async () => {
    const rows = await db.query<{ name: string }>(
      `SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
       WHERE contype = 'f' AND confrelid = 'accounts'::regclass AND confdeltype <> 'c' ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([...EMPTIED_TABLES, 'accounts'].sort());
  });

  it('keeps to the retention that is stored, where there is one', async () => {
    const seriesId = await fixture.addSeries('a');
    await fixture.commit([readingOf(seriesId, NOW - 5 * DAY, 1)]);
    const forever = { rawMs: null, minuteMs: null, hourMs: null };
    await applyPolicies(db, { ...POLICIES, retention: { rawMs: 2 * DAY, minuteMs: null, hourMs: null } });
    expect((await maintenance.dropExpired(NOW, forever, LIMITS)).partitions).toBe(1);
    await fixture.commit([readingOf(seriesId, NOW - 5 * DAY, 1)]);
    expect(await applyPolicies(db, { ...POLICIES, retention: forever })).toContain('retention of raw readings');
    expect((await maintenance.dropExpired(NOW, { ...forever, rawMs: 0 }, LIMITS)).partitions).toBe(0);
    await db.query('TRUNCATE retention_policies');
  });

  it('makes the partitions of today and tomorrow', async () => {
    await maintenance.prepareDays(NOW);
    await maintenance.prepareDays(NOW);
    expect(await partitions()).toEqual([partitionName(dayOf(NOW)), partitionName(dayOf(NOW) + 1)]);
  });

  it('purges the series of deleted agents in portions, after a grace period, and no others', async () => {
    const gone = await fixture.addSeries('gone');
    const kept = await fixture.addSeries('kept');
    const times = Array.from({ length: 30 }, (_, i) => NOW - (i % 3) * DAY + i);
    await fixture.commit([gone, kept].flatMap((id) => times.map((time) => readingOf(id, time, 1))));
    await fixture.commit([readingOf(gone, NOW, 1)]);
    await db.query('INSERT INTO series_purge (series_id) VALUES ($1)', [gone]);
    expect(await maintenance.purgeDeletedSeries(100)).toBe(0);
    await db.query(`UPDATE series_purge SET deleted_at = now() - interval '1 hour'`);
    await maintenance.rollUp(3);
    expect(await maintenance.purgeDeletedSeries(20)).toBe(20);
    expect(await maintenance.purgeDeletedSeries(20)).toBe(11);
    const left = await db.query<{ table: string }>(
      ['all_readings', 'all_readings_1m', 'all_readings_1h', 'latest_readings', 'series_purge']
        .map((table) => `SELECT '${table}' AS table FROM ${table} WHERE series_id = $1`)
        .join(' UNION ALL '),
      [gone],
    );
    expect(left).toEqual([]);
    const rest = await db.query('SELECT count(*) AS count FROM all_readings WHERE series_id = $1', [kept]);
    expect(rest).toEqual([{ count: 30 }]);
  });

  it('forgets journals of which everything is stored and counted, when they have not moved for very long', async () => {
    const [gone, waiting, uncounted, recent] = [newId<string>(), newId<string>(), newId<string>(), newId<string>()];
    const counted = async (journal: string, position: number, shard = SHARD) => {
      const ledger = createIntakeLedger(db, { queue: journalQueueName(journal) });
      await ledger.add(shard, String(position).padStart(16, '0') as QueuePosition, []);
    };
    const positions = [gone, waiting, uncounted, recent].map((journal) => ({ journal, position: 7 }));
    await fixture.store.commit(fixture.batch({ positions }));
    await Promise.all([counted(gone, 7), counted(waiting, 9), counted(recent, 7)]);
    const old = [gone, waiting, uncounted];
    await db.query(`UPDATE journal_offsets SET updated_at = $2 WHERE journal = ANY ($1::uuid[])`, [
      old,
      new Date(NOW - 401 * DAY),
    ]);
    expect(await maintenance.purgeJournals(NOW, 10)).toEqual([gone]);
    expect(await maintenance.purgeJournals(NOW, 10)).toEqual([]);
    const left = await db.query<{ journal: string }>(
      'SELECT journal FROM journal_offsets WHERE journal = ANY ($1::uuid[])',
      [[...old, recent]],
    );
    expect(left.map(({ journal }) => journal).sort()).toEqual([waiting, uncounted, recent].sort());
    expect(await createIntakeLedger(db, { queue: journalQueueName(gone) }).cursor(SHARD)).toBeNull();
    // What has been counted in a shard where nothing is stored still waits somewhere.
    await counted(waiting, 7, SHARD + 1);
    expect(await maintenance.purgeJournals(NOW, 10)).toEqual([]);
  });

  it('forgets message ids after 24 hours, and the oldest beyond what an agent may have', async () => {
    const { agentId, store } = fixture;
    const other = await fixture.addAgent('other');
    const ids = (agent: AgentId, count: number, receivedAt: number) =>
      Array.from({ length: count }, (_, i) => ({
        agentId: agent,
        id: `${receivedAt}-${i}`,
        receivedAt: receivedAt + i,
      }));
    const opaqueIds = [
      ...ids(agentId, 5, NOW - 25 * HOUR),
      ...ids(agentId, 8, NOW - HOUR),
      ...ids(other, 2, NOW - HOUR),
    ];
    await store.commit(fixture.batch({ opaqueIds }));
    expect(await maintenance.purgeDedup(NOW, { idsPerAgent: 6, rows: 4 })).toBe(4);
    expect(await maintenance.purgeDedup(NOW, { idsPerAgent: 6, rows: 100 })).toBe(3);
    const known = await store.knownIds(opaqueIds);
    expect(known.size).toBe(8);
    expect(known).not.toContain(`${agentId}\0${NOW - HOUR}-1`);
    expect(known).toContain(`${agentId}\0${NOW - HOUR}-2`);
  });

  it('forgets the sequences of agents that are gone, and only those', async () => {
    const orphan = newId<AgentId>();
    const state = SequenceHistory.empty().toBytes();
    const { agentId, store } = fixture;
    await store.commit(
      fixture.batch({
        cursors: [
          { agentId, state },
          { agentId: orphan, state },
        ],
      }),
    );
    await maintenance.purgeDedup(NOW, { idsPerAgent: 6, rows: 4 });
    expect([...(await store.loadCursors([agentId, orphan])).keys()]).toEqual([agentId]);
  });

  it('merges old lines of the ledger into hours without changing a sum', async () => {
    const { accountId, agentId } = fixture;
    const lines = [0, 1, 59, 60, 61].map((minutes) => ({
      accountId,
      agentId,
      minute: NOW - 3 * DAY + minutes * MINUTE,
      messages: { received: 0, stored: 1, duplicate: 2, rejected: 3 },
      readings: { received: 4, stored: 5, duplicate: 6, rejected: 7 },
    }));
    const recent = lines.map((line) => ({ ...line, minute: line.minute + 3 * DAY }));
    await fixture.store.commit(fixture.batch({ ledger: [...lines, ...recent] }));
    const ledger = createLedgerRepository(db);
    const span = { from: NOW - 10 * DAY, to: NOW + DAY };
    const before = await ledger.read(accountId, span);
    expect(await maintenance.compactLedger(NOW, 2)).toBe(2);
    expect(await maintenance.compactLedger(NOW, 100)).toBe(1);
    expect(await maintenance.compactLedger(NOW, 100)).toBe(0);
    expect(await ledger.read(accountId, span)).toEqual(before);
    const left = await db.query('SELECT minute FROM ledger WHERE agent_id = $1', [agentId]);
    expect(left).toHaveLength(2 + recent.length);
  });
});
