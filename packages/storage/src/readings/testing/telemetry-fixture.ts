import { type AccountId, type AgentId, newId, QUALITY, type ReadingValue, type SeriesId } from '@hawser/core';
import type { Database } from '../../database.ts';
import type { NewDeadLetter } from '../../dead-letters/dead-letter.ts';
import type { CommitBatch } from '../../ingestion/commit-batch.ts';
import { createIngestStore, type IngestStore } from '../../ingestion/ingest-store.ts';
import type { QueuePosition } from '../../ingestion/queue-position.ts';
import { seriesKey } from '../../series/series-key.ts';
import { createSeriesRepository } from '../../series/series-repository.ts';
import { ReadingColumns } from '../reading-columns.ts';
import { createReadingsWriter } from '../readings-writer.ts';
import type { StoredReading } from '../stored-reading.ts';

export const SHARD = 0;

/** One account with agents that store readings through the real ingest store. */
export interface TelemetryFixture {
  readonly db: Database;
  readonly accountId: AccountId;
  readonly agentId: AgentId;
  readonly store: IngestStore;
  addAgent(name: string): Promise<AgentId>;
  addSeries(
    metric: string,
    options?: { device?: string; agentId?: AgentId; kind?: 'number' | 'string' },
  ): Promise<SeriesId>;
  /** An empty batch with the next offset, overridden by what is given. */
  batch(part?: Partial<CommitBatch>): CommitBatch;
  /** Commits readings as one batch. */
  commit(readings: readonly StoredReading[]): Promise<void>;
}

/** @param now - what the writer of readings takes for the present; the database's clock when left out */
export async function telemetryFixture(db: Database, now?: () => number): Promise<TelemetryFixture> {
  const accountId = await addAccount(db);
  const series = createSeriesRepository(db);
  const writer = createReadingsWriter(db, now === undefined ? {} : { now: () => Promise.resolve(now()) });
  const store = createIngestStore(db, { queue: `q-${accountId}`, writer });
  const lease = await store.acquireShard(SHARD, 'test', 60_000);
  if (lease === null) throw new Error('The shard of a new queue must be free.');
  let entry = 0;

  const addAgent = async (name: string) => {
    const id = newId<AgentId>();
    await db.query(
      'INSERT INTO agents (id, account_id, name, created_at, updated_at) VALUES ($1, $2, $3, now(), now())',
      [id, accountId, name],
    );
    return id;
  };
  const agentId = await addAgent('gateway');

  const fixture: TelemetryFixture = {
    db,
    accountId,
    agentId,
    store,
    addAgent,
    async addSeries(metric, { device = 'plc', agentId: agent = agentId, kind = 'number' } = {}) {
      const resolved = await series.resolve([
        { accountId, agentId: agent, device, metric, unit: null, kind, protocol: 'native' },
      ]);
      const found = resolved.get(seriesKey(agent, device, metric));
      if (found === undefined) throw new Error('A resolved series must be there.');
      return found.id;
    },
    batch: (part = {}) => ({
      shard: SHARD,
      epoch: lease.epoch,
      offset: String(++entry).padStart(12, '0') as QueuePosition,
      positions: [],
      readings: ReadingColumns.of([]),
      deadLetters: [],
      ledger: [],
      cursors: [],
      opaqueIds: [],
      resolvedDeadLetters: [],
      failedReplays: [],
      ...part,
    }),
    async commit(readings) {
      await store.commit(fixture.batch({ readings: ReadingColumns.of(readings) }));
    },
  };
  return fixture;
}

/** There is one root; the accounts of all fixtures are its children. */
async function addAccount(db: Database): Promise<AccountId> {
  const insert = 'INSERT INTO accounts (id, name, parent_id, path, created_at) VALUES ($1, $2, $3, $4, now())';
  const root = 'SELECT id FROM accounts WHERE parent_id IS NULL';
  if ((await db.query(root)).length === 0) await db.query(insert, [newId(), 'sys', null, '/sys']);
  const id = newId<AccountId>();
  await db.query(insert, [id, id, (await db.query<{ id: AccountId }>(root))[0]?.id, `/sys/${id}`]);
  return id;
}

/** A good reading of the series. */
export function readingOf(seriesId: SeriesId, time: number, value: ReadingValue): StoredReading {
  const isText = typeof value === 'string';
  return { seriesId, time, value: isText ? null : Number(value), text: isText ? value : null, quality: QUALITY.good };
}

export function deadLetterOf(fixture: TelemetryFixture, part: Partial<NewDeadLetter> = {}): NewDeadLetter {
  return {
    id: newId(),
    accountId: fixture.accountId,
    agentId: fixture.agentId,
    agentName: 'gateway',
    serviceInstance: 'default',
    topic: 'hawser/demo/gateway/telemetry',
    dialect: 'native',
    kind: 'telemetry',
    contentType: null,
    receivedAt: Date.UTC(2024, 4, 1),
    rejectedAt: Date.UTC(2024, 4, 1),
    reason: 'invalid-json',
    detail: 'Unexpected token',
    refused: null,
    payload: new Uint8Array([0, 255, 1]),
    ...part,
  };
}
