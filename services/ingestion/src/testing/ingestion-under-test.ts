import { type Envelope, encodeEnvelope, type LiveEvent, withPlace } from '@hawser/contracts/streams';
import { type AccountId, type AgentId, DEFAULT_LIMITS, NO_AGENT, newId, systemClock } from '@hawser/core';
import { createMetrics, type Metrics, silentLogger } from '@hawser/platform';
import type { EntryId, QueueReader } from '@hawser/queue';
import { type EmbeddedLog, openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import {
  type CountedPositions,
  createAccountPolicies,
  createDeadLetterRepository,
  createIngestStore,
  createLedgerRepository,
  createSeriesRepository,
  type Database,
  type DeadLetter,
  type IngestStore,
  wholeAccount,
} from '@hawser/storage';
import { tempDir, waitFor } from '@hawser/testkit';
import type { IngestionDeps } from '../config.ts';
import { createIngestionRole, type IngestionRole } from '../ingestion-role.ts';
import { INGESTION_PROFILES } from '../profiles.ts';

export interface StoredRow {
  readonly device: string;
  readonly metric: string;
  readonly time: number;
  readonly value: number | null;
  readonly text: string | null;
}

export type RoleOptions = Partial<Omit<IngestionDeps, 'store'>> & {
  readonly owner?: string;
  /** Puts faults between ingestion and the real store. */
  readonly wrap?: (store: IngestStore) => IngestStore;
};

const NOTHING_COUNTED: CountedPositions = { entry: null, journals: new Map() };

const fail = (fact: unknown): never => {
  throw new Error(JSON.stringify(fact));
};

/** One account with agents on a real database, and a real queue; roles are started on it as the test wants. */
export class IngestionUnderTest {
  readonly database: Database;
  readonly account: AccountId;
  readonly queue: string;
  readonly log: EmbeddedLog;
  readonly events: LiveEvent[] = [];
  readonly #dir: string;
  readonly #undo: (() => Promise<void>)[] = [];

  private constructor(database: Database, account: AccountId, dir: string, log: EmbeddedLog) {
    this.database = database;
    this.account = account;
    this.queue = `queue-${account}`;
    this.#dir = dir;
    this.log = log;
  }

  static async create(database: Database, shards = 1): Promise<IngestionUnderTest> {
    const account = newId<AccountId>();
    await database.query(
      `INSERT INTO accounts (id, name, parent_id, path) VALUES ($1, 'sys', NULL, '/sys') ON CONFLICT DO NOTHING`,
      [newId()],
    );
    await database.query(
      `INSERT INTO accounts (id, name, parent_id, path)
        SELECT $1, $2, (SELECT id FROM accounts WHERE parent_id IS NULL), '/' || $2`,
      [account, `a-${account}`],
    );
    const dir = await tempDir('queue');
    const log = await openEmbeddedLog({ dir, shards, segmentBytes: 20_000, onCorruption: fail, onReleaseError: fail });
    return new IngestionUnderTest(database, account, dir, log);
  }

  async addAgent(name = 'press-1'): Promise<AgentId> {
    const agent = newId<AgentId>();
    await this.database.query('INSERT INTO agents (id, account_id, name) VALUES ($1, $2, $3)', [
      agent,
      this.account,
      name,
    ]);
    return agent;
  }

  /** Queues a message; objects are sent as JSON. With a place it is one that had to wait there. */
  send(
    agent: AgentId,
    payload: unknown,
    { place, ...more }: Partial<Envelope> & { readonly place?: string } = {},
    shard = 0,
  ): Promise<EntryId> {
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(JSON.stringify(payload));
    const envelope: Envelope = {
      account: this.account,
      agent,
      agentName: 'press-1',
      serviceInstance: 'default',
      dialect: 'native',
      kind: 'telemetry',
      topic: 'hawser/a/press-1/telemetry',
      contentType: null,
      receivedAt: Date.now(),
      traceparent: null,
      replayOf: null,
      payload: bytes,
      ...more,
    };
    const record = encodeEnvelope(envelope);
    return this.log.appender.append(shard, place === undefined ? record : withPlace(record, place));
  }

  /** Queues a dead letter again, as the API does. */
  replay(letter: DeadLetter): Promise<EntryId> {
    const { payload, receivedAt, agentName, contentType, topic } = letter;
    return this.send(letter.agentId ?? NO_AGENT, '', {
      payload,
      receivedAt,
      agentName,
      contentType,
      topic,
      replayOf: letter.id,
    });
  }

  openReader(): QueueReader {
    const reader = openEmbeddedLogReader({ dir: this.#dir, signal: this.log.signal, onCorruption: fail });
    this.#undo.push(() => reader.close());
    return reader;
  }

  realStore(): IngestStore {
    return createIngestStore(this.database, { queue: this.queue });
  }

  async startRole(options: RoleOptions = {}): Promise<IngestionRole & { readonly metrics: Metrics }> {
    const { wrap = (store: IngestStore) => store, owner = 'test', ...deps } = options;
    const metrics = deps.metrics ?? createMetrics();
    const role = createIngestionRole(
      {
        profile: INGESTION_PROFILES.streaming,
        limits: DEFAULT_LIMITS,
        leaseMs: 600,
        owner,
        keepUncountedMs: Number.POSITIVE_INFINITY,
      },
      {
        reader: this.openReader(),
        store: wrap(this.realStore()),
        series: createSeriesRepository(this.database),
        policies: createAccountPolicies({ db: this.database, clock: systemClock, onError: fail }),
        counted: async () => NOTHING_COUNTED,
        live: { wants: () => true, publish: (event) => this.events.push(event) },
        log: silentLogger(),
        clock: systemClock,
        ...deps,
        metrics,
      },
    );
    this.#undo.push(() => role.stop());
    await role.assign(Array.from({ length: this.log.signal.shards }, (_, shard) => shard));
    return Object.assign(role, { metrics });
  }

  offset(shard = 0): Promise<EntryId | null> {
    return this.database
      .query<{ id: EntryId | null }>('SELECT entry_id AS id FROM shard_offsets WHERE queue = $1 AND shard = $2', [
        this.queue,
        shard,
      ])
      .then((rows) => rows[0]?.id ?? null);
  }

  /** Waits until everything up to `entry` is stored. */
  async stored(entry: EntryId, shard = 0): Promise<void> {
    await waitFor(async () => ((await this.offset(shard)) ?? '') >= entry, { what: `the offset to reach ${entry}` });
  }

  rows(agent: AgentId): Promise<StoredRow[]> {
    return this.database.query<StoredRow>(
      `SELECT device, metric, time, value, value_text AS text FROM readings JOIN series ON series.id = series_id
        WHERE agent_id = $1 ORDER BY time, device, metric, value`,
      [agent],
    );
  }

  /** All dead letters of the account, the oldest first, with their payloads. */
  async deadLetters(account = this.account): Promise<DeadLetter[]> {
    const repository = createDeadLetterRepository(this.database);
    const scope = wholeAccount(account);
    const { items } = await repository.list(scope, { limit: 1000, cursor: null });
    const letters = await Promise.all(items.map(({ id }) => repository.byId(scope, id)));
    return letters.filter((letter) => letter !== null).toReversed();
  }

  async root(): Promise<AccountId> {
    const [row] = await this.database.query<{ id: AccountId }>('SELECT id FROM accounts WHERE parent_id IS NULL');
    return row?.id ?? fail('there is no root account');
  }

  async ledger(account = this.account) {
    const span = { from: 0, to: Date.UTC(2100, 0, 1) };
    const { agents } = await createLedgerRepository(this.database).read(account, span);
    const sum = (of: 'messages' | 'readings', what: 'received' | 'stored' | 'duplicate' | 'rejected'): number =>
      agents.reduce((total, agent) => total + agent[of][what], 0);
    return {
      messages: {
        received: sum('messages', 'received'),
        stored: sum('messages', 'stored'),
        duplicate: sum('messages', 'duplicate'),
        rejected: sum('messages', 'rejected'),
      },
      readings: {
        received: sum('readings', 'received'),
        stored: sum('readings', 'stored'),
        duplicate: sum('readings', 'duplicate'),
        rejected: sum('readings', 'rejected'),
      },
    };
  }

  async close(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
    await this.log.close();
  }
}
