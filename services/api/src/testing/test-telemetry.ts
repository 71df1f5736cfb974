import type { AccountId, AgentId, RejectReason, ValueKind } from '@hawser/core';
import type { EntryId } from '@hawser/queue';
import {
  type CommitBatch,
  createIngestStore,
  createIntakeLedger,
  createSeriesRepository,
  type IngestStore,
  ReadingColumns,
  seriesKey,
} from '@hawser/storage';
import type { TestApi } from './test-api.ts';
import { TEST_QUEUE } from './test-queue.ts';

const MINUTE_MS = 60_000;

export interface TestReading {
  readonly device?: string;
  readonly metric: string;
  readonly unit?: string;
  readonly time: number;
  readonly value: number | string | boolean;
}

type NewLetter = CommitBatch['deadLetters'][number];

/** Stores as ingestion does, through the real store: one owner of every shard. */
export class TestIngestion {
  readonly #api: TestApi;
  readonly #store: IngestStore;
  readonly #epochs = new Map<number, number>();

  constructor(api: TestApi) {
    this.#api = api;
    this.#store = createIngestStore(api.db, { queue: TEST_QUEUE });
  }

  /** Counts messages as received, as the broker does. */
  async count(upTo: EntryId, accountId: AccountId, agentId: AgentId, messages: number, shard = 0): Promise<void> {
    const ledger = createIntakeLedger(this.#api.db, { queue: TEST_QUEUE });
    await ledger.add(shard, upTo, [{ accountId, agentId, minute: this.#api.clock(), messages }]);
  }

  async commit(batch: Partial<CommitBatch> & { offset: EntryId }): Promise<void> {
    const { shard = 0, ...rest } = batch;
    await this.#store.commit({
      shard,
      epoch: await this.#epoch(shard),
      positions: [],
      readings: ReadingColumns.of([]),
      deadLetters: [],
      ledger: [],
      cursors: [],
      opaqueIds: [],
      resolvedDeadLetters: [],
      failedReplays: [],
      ...rest,
      offset: batch.offset,
    });
  }

  async store(
    offset: EntryId,
    accountId: AccountId,
    agentId: AgentId,
    readings: readonly TestReading[],
  ): Promise<void> {
    const definitions = readings.map(({ device = 'plc', metric, unit = null, value }) => ({
      accountId,
      agentId,
      device,
      metric,
      unit,
      kind: typeof value as ValueKind,
      protocol: 'native',
    }));
    const ids = await createSeriesRepository(this.#api.db).resolve(definitions);
    const idOf = (device: string, metric: string) => {
      const series = ids.get(seriesKey(agentId, device, metric));
      if (series === undefined) throw new Error('a series was not resolved');
      return series.id;
    };
    const stored = readings.map(({ device = 'plc', metric, time, value }) => ({
      seriesId: idOf(device, metric),
      time,
      value: typeof value === 'string' ? null : Number(value),
      text: typeof value === 'string' ? value : null,
      quality: 0 as const,
    }));
    await this.commit({ offset, readings: ReadingColumns.of(stored) });
  }

  /** One line of the ledger, of the current minute. */
  line(accountId: AccountId, agentId: AgentId, stored: number, rejected = 0): CommitBatch['ledger'][number] {
    const minute = Math.floor(this.#api.clock() / MINUTE_MS) * MINUTE_MS;
    return {
      accountId,
      agentId,
      minute,
      messages: { received: 0, stored, duplicate: 0, rejected },
      readings: { received: 10 * stored, stored: 10 * stored, duplicate: 0, rejected: 0 },
    };
  }

  deadLetter(id: string, accountId: AccountId, agentId: AgentId, more: Partial<NewLetter> = {}): NewLetter {
    return {
      id: id as NewLetter['id'],
      accountId,
      agentId,
      agentName: 'gateway',
      serviceInstance: 'default',
      topic: 'hawser/demo/gateway/telemetry',
      dialect: 'native',
      kind: 'telemetry',
      contentType: null,
      receivedAt: this.#api.clock(),
      rejectedAt: this.#api.clock(),
      reason: 'invalid-json' satisfies RejectReason,
      detail: 'the text ends too early',
      refused: null,
      payload: Buffer.from('{"temp": 2'),
      ...more,
    };
  }

  async #epoch(shard: number): Promise<number> {
    const known = this.#epochs.get(shard);
    if (known !== undefined) return known;
    const lease = await this.#store.acquireShard(shard, 'test', 600_000);
    if (lease === null) throw new Error('somebody else holds the shard');
    this.#epochs.set(shard, lease.epoch);
    return lease.epoch;
  }
}
