import { type AgentId, newId, SequenceHistory } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wholeAccount } from '../agents/agent-scope.ts';
import type { Database } from '../database.ts';
import type { NewDeadLetter } from '../dead-letters/dead-letter.ts';
import { createDeadLetterRepository } from '../dead-letters/dead-letter-repository.ts';
import { createLedgerRepository } from '../ledger/ledger-repository.ts';
import { partitionName } from '../readings/day-partitions.ts';
import { ReadingColumns } from '../readings/reading-columns.ts';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import {
  deadLetterOf,
  readingOf,
  SHARD,
  type TelemetryFixture,
  telemetryFixture,
} from '../readings/testing/telemetry-fixture.ts';
import { type CommitBatch, type LedgerIncrement, StaleEpochError } from './commit-batch.ts';
import { opaqueIdKey } from './dedup-marks.ts';
import { createIngestStore } from './ingest-store.ts';
import type { QueuePosition } from './queue-position.ts';

const NOON = Date.UTC(2024, 4, 1, 12);

describe.each(TEST_ENGINES)('IngestStore on %s', (_name, open) => {
  let engine: TestEngine;
  let db: Database;
  let fixture: TelemetryFixture;

  beforeAll(async () => {
    engine = await open();
    db = engine.database;
  });
  beforeEach(async () => {
    fixture = await telemetryFixture(db);
  });
  afterAll(() => engine.close());

  /** A batch that touches every table. */
  async function fullBatch(): Promise<CommitBatch> {
    const seriesId = await fixture.addSeries('temp');
    const history = SequenceHistory.empty();
    history.add(1, 1);
    const { accountId, agentId } = fixture;
    return fixture.batch({
      readings: ReadingColumns.of([readingOf(seriesId, NOON, 1)]),
      deadLetters: [deadLetterOf(fixture)],
      ledger: [increment(fixture)],
      cursors: [{ agentId, state: history.toBytes() }],
      opaqueIds: [{ agentId, id: `id of ${accountId}`, receivedAt: NOON }],
    });
  }

  async function footprint(): Promise<Record<string, number>> {
    const { agentId } = fixture;
    const counts = await db.query<Record<string, number>>(
      `SELECT (SELECT count(*) FROM readings JOIN series s ON s.id = series_id WHERE s.agent_id = $1) AS readings,
        (SELECT count(*) FROM rollup_partials JOIN series s ON s.id = series_id WHERE s.agent_id = $1) AS partials,
        (SELECT count(*) FROM latest_readings JOIN series s ON s.id = series_id WHERE s.agent_id = $1) AS latest,
        (SELECT count(*) FROM dead_letters WHERE agent_id = $1) AS rejects,
        (SELECT coalesce(sum(messages_stored), 0) FROM ledger WHERE agent_id = $1) AS stored,
        (SELECT count(*) FROM dedup_cursors WHERE agent_id = $1) AS cursors,
        (SELECT count(*) FROM dedup_ids WHERE agent_id = $1) AS ids`,
      [agentId],
    );
    return counts[0]!;
  }

  const everything = { readings: 1, partials: 1, latest: 1, rejects: 1, stored: 1, cursors: 1, ids: 1 };
  const nothing = { readings: 0, partials: 0, latest: 0, rejects: 0, stored: 0, cursors: 0, ids: 0 };

  it('stores all of a batch and moves the offset with it', async () => {
    const batch = await fullBatch();
    expect(await fixture.store.commit(batch)).toEqual({ committed: true });
    expect(await footprint()).toEqual(everything);
    const lease = await fixture.store.acquireShard(SHARD, 'test', 1_000);
    expect(lease?.offset).toBe(batch.offset);
  });

  it('refuses a stale epoch and keeps nothing of its transaction', async () => {
    const batch = await fullBatch();
    await fixture.store.acquireShard(SHARD, 'test', 60_000);
    await expect(fixture.store.commit(batch)).rejects.toThrow(StaleEpochError);
    expect(await footprint()).toEqual(nothing);
  });

  it('keeps nothing when a late part of the transaction fails', async () => {
    const batch = await fullBatch();
    const broken = { ...batch, opaqueIds: [{ agentId: 'not a uuid' as AgentId, id: 'x', receivedAt: NOON }] };
    await expect(fixture.store.commit(broken)).rejects.toThrow();
    expect(await footprint()).toEqual(nothing);
    expect((await fixture.store.acquireShard(SHARD, 'test', 1_000))?.offset).toBeNull();
  });

  it('does not store a batch twice when the first answer was lost', async () => {
    const batch = await fullBatch();
    await fixture.store.commit(batch);
    expect(await fixture.store.commit(batch)).toEqual({ committed: false });
    expect(await footprint()).toEqual(everything);
  });

  it('goes on after the offset when the process died between commit and release', async () => {
    const seriesId = await fixture.addSeries('temp');
    const queue = Array.from({ length: 10 }, (_, i) => String(i + 1).padStart(4, '0') as QueuePosition);
    const ingest = async (store: typeof fixture.store, until: number) => {
      const lease = await store.acquireShard(SHARD, 'test', 1_000);
      const { epoch, offset } = lease!;
      // Nothing was released: the whole queue is still there, and only the offset says what has been stored.
      for (const entry of queue.slice(0, until).filter((id) => offset === null || id > offset)) {
        const readings = [readingOf(seriesId, NOON + Number(entry), Number(entry))];
        await store.commit(fixture.batch({ epoch, offset: entry, readings: ReadingColumns.of(readings) }));
      }
    };
    await ingest(fixture.store, 6);
    await ingest(createIngestStore(db, { queue: `q-${fixture.accountId}` }), 10);
    const rows = await db.query<{ value: number }>('SELECT value FROM readings WHERE series_id = $1 ORDER BY 1', [
      seriesId,
    ]);
    expect(rows.map((row) => row.value)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('lets nobody else acquire a held shard, but its owner and whoever comes after the lease', async () => {
    expect(await fixture.store.acquireShard(SHARD, 'other', 1_000)).toBeNull();
    const again = await fixture.store.acquireShard(SHARD, 'test', 60_000);
    expect(again?.epoch).toBe(2);
    expect(await fixture.store.renewShard(SHARD, 2, 60_000)).toBe(true);
    expect(await fixture.store.renewShard(SHARD, 1, 60_000)).toBe(false);
    await fixture.store.releaseShard(SHARD, 2);
    expect((await fixture.store.acquireShard(SHARD, 'other', 1_000))?.epoch).toBe(3);
  });

  it('takes two devices with the same metric in the same millisecond as two readings', async () => {
    const first = await fixture.addSeries('temp', { device: 'plc-1' });
    const second = await fixture.addSeries('temp', { device: 'plc-2' });
    await fixture.commit([readingOf(first, NOON, 1), readingOf(second, NOON, 2), readingOf(first, NOON, 3)]);
    const rows = await db.query(
      'SELECT series_id AS id, value FROM readings WHERE time = $1 AND series_id = ANY ($2::int[]) ORDER BY 2',
      [new Date(NOON), [first, second]],
    );
    expect(rows).toEqual([
      { id: first, value: 1 },
      { id: second, value: 2 },
      { id: first, value: 3 },
    ]);
  });

  it('makes a partition again that retention dropped behind its back', async () => {
    const seriesId = await fixture.addSeries('temp');
    const time = Date.UTC(2023, 0, 1, 12);
    await fixture.commit([readingOf(seriesId, time, 1)]);
    await db.query(`DROP TABLE ${partitionName(Math.floor(time / 86_400_000))}`);
    await fixture.commit([readingOf(seriesId, time, 2)]);
    expect(await db.query('SELECT value FROM readings WHERE series_id = $1', [seriesId])).toEqual([{ value: 2 }]);
  });

  it('keeps the newest reading as the latest, whatever the order of arrival', async () => {
    const seriesId = await fixture.addSeries('temp');
    await fixture.commit([
      readingOf(seriesId, NOON + 2, 2),
      readingOf(seriesId, NOON + 3, 3),
      readingOf(seriesId, NOON, 0),
    ]);
    await fixture.commit([readingOf(seriesId, NOON + 1, 1)]);
    expect(await db.query('SELECT time, value FROM latest_readings WHERE series_id = $1', [seriesId])).toEqual([
      { time: NOON + 3, value: 3 },
    ]);
    await fixture.commit([readingOf(seriesId, NOON + 3, 'text now')]);
    expect(await db.query('SELECT value, value_text FROM latest_readings WHERE series_id = $1', [seriesId])).toEqual([
      { value: null, value_text: 'text now' },
    ]);
  });

  it('adds increments of the same minute up, also within one batch', async () => {
    const one = increment(fixture);
    const correction: LedgerIncrement = {
      ...one,
      messages: { received: 0, stored: 1, duplicate: 0, rejected: -1 },
      readings: { received: 5, stored: 5, duplicate: 0, rejected: 0 },
    };
    await fixture.store.commit(fixture.batch({ ledger: [one, one] }));
    await fixture.store.commit(fixture.batch({ ledger: [correction] }));
    const { agents } = await createLedgerRepository(db).read(fixture.accountId, { from: NOON, to: NOON + 60_000 });
    expect(agents).toEqual([
      {
        agentId: fixture.agentId,
        agentName: 'gateway',
        messages: { received: 0, stored: 3, duplicate: 0, rejected: 1 },
        readings: { received: 25, stored: 23, duplicate: 0, rejected: 2 },
      },
    ]);
  });

  it('remembers sequences and ids, long ones and ones of many characters alike', async () => {
    const { agentId, store } = fixture;
    const ids = ['short', 'x'.repeat(10_000), 'ß€𝄞', 'nul\0inside'];
    const history = SequenceHistory.empty();
    for (let epoch = 0; epoch < 4; epoch++) history.add(epoch, 7);
    const opaqueIds = ids.map((id) => ({ agentId, id, receivedAt: NOON }));
    await store.commit(
      fixture.batch({ opaqueIds: [...opaqueIds, ...opaqueIds], cursors: [{ agentId, state: history.toBytes() }] }),
    );
    const other = newId<AgentId>();
    const known = await store.knownIds(
      [...ids, 'unknown'].flatMap((id) => [
        { agentId, id },
        { agentId: other, id },
      ]),
    );
    expect(known).toEqual(new Set(ids.map((id) => opaqueIdKey(agentId, id))));
    const loaded = await store.loadCursors([agentId, other]);
    expect([...loaded.keys()]).toEqual([agentId]);
    expect(SequenceHistory.fromBytes(loaded.get(agentId)!).has(3, 7)).toBe(true);
  });

  it('resolves and renews dead letters with the replay that did it', async () => {
    const [whole, part, again] = [
      deadLetterOf(fixture),
      deadLetterOf(fixture, { refused: [{ index: 3, reason: 'not-finite', detail: 'NaN' }] }),
      deadLetterOf(fixture),
    ];
    await fixture.store.commit(fixture.batch({ deadLetters: [whole, part, again] }));
    const gone = newId<typeof whole.id>();
    expect(await fixture.store.deadLettersForReplay([whole.id, part.id, gone])).toEqual(
      new Map([
        [whole.id, { refused: null, ...lineOf(whole) }],
        [part.id, { refused: [3], ...lineOf(part) }],
      ]),
    );
    const failed = { id: again.id, reason: 'unknown-shape', detail: 'nul \0', refused: null } as const;
    await fixture.store.commit(fixture.batch({ resolvedDeadLetters: [whole.id, part.id], failedReplays: [failed] }));
    const { items } = await createDeadLetterRepository(db).list(wholeAccount(fixture.accountId), {
      limit: 10,
      cursor: null,
    });
    expect(items).toMatchObject([{ id: again.id, reason: 'unknown-shape', detail: 'nul \ufffd' }]);
  });

  it('tells which agents exist', async () => {
    const unknown = newId<AgentId>();
    expect(await fixture.store.existingAgents([fixture.agentId, unknown])).toEqual(new Set([fixture.agentId]));
  });
});

function lineOf({ accountId, agentId, receivedAt }: NewDeadLetter) {
  return { accountId, agentId, receivedAt };
}

function increment({ accountId, agentId }: TelemetryFixture): LedgerIncrement {
  return {
    accountId,
    agentId,
    minute: NOON + 12_345,
    messages: { received: 0, stored: 1, duplicate: 0, rejected: 1 },
    readings: { received: 10, stored: 9, duplicate: 0, rejected: 1 },
  };
}
