import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiRole, createApiRole } from '@hawser/api';
import type { Ledger, SetupResult } from '@hawser/contracts/http';
import { type Envelope, encodeEnvelope } from '@hawser/contracts/streams';
import { type AccountId, type AgentId, DEFAULT_LIMITS, systemClock } from '@hawser/core';
import { createIngestionRole, INGESTION_PROFILES, type IngestionRole } from '@hawser/ingestion';
import { ReceivedCounter } from '@hawser/intake';
import { createMetrics, silentLogger } from '@hawser/platform';
import { shardOf } from '@hawser/queue';
import { type JournaledQueue, openJournaledQueue } from '@hawser/queue/journal';
import {
  connectRedis,
  disconnectRedis,
  openStreamGroupReader,
  openStreamPositionReader,
  StreamWriter,
  streamKey,
} from '@hawser/queue/redis-streams';
import {
  createCountedPositions,
  createIngestStore,
  createIntakeLedger,
  createJournalOffsets,
  createSeriesRepository,
  journalQueueName,
} from '@hawser/storage';
import { type RedisServer, startRedis, type TestDatabase, tempDir, testDatabase, waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPolicies } from './compose/policies.ts';

/*
 * Two journals into one stream of two shards, on a real Redis and a real PostgreSQL, with the real roles on both sides,
 * while the ledger is asked for without a pause.
 */

const QUEUE = 'tenant-queue';
const SHARDS = 2;
const AGENTS = 4;
const TOKEN = 'the-token-of-the-set-up-link';
const KEEP_UNCOUNTED_MS = 2_000;
const COUNT_INTERVAL_MS = 150;
const log = silentLogger();

const fail = (fact: unknown): never => {
  throw new Error(JSON.stringify(fact));
};

interface Answer {
  readonly status: number;
  readonly ledger: Ledger;
}

class Stage {
  readonly names = { tenantId: 'tenant', serviceInstance: null, shards: SHARDS } as const;
  readonly agents: AgentId[] = [];
  redis!: RedisServer;
  #db!: TestDatabase;
  #api!: ApiRole;
  #token = '';
  #account!: AccountId;
  #ingestion!: IngestionRole;
  readonly #closing: (() => Promise<void>)[] = [];

  static async open(): Promise<Stage> {
    const stage = new Stage();
    stage.redis = await startRedis();
    stage.#db = await testDatabase();
    stage.#closing.push(
      () => stage.#db.close(),
      () => stage.redis.stop(),
    );
    await stage.#startApi();
    await stage.#startIngestion();
    return stage;
  }

  get database() {
    return this.#db.database;
  }

  get account(): AccountId {
    return this.#account;
  }

  /** Ingestion as far as it is stored; nobody goes on after this. */
  stopIngestion(): Promise<void> {
    return this.#ingestion.stop();
  }

  async restartRedis(): Promise<void> {
    await this.redis.child.stop('SIGKILL');
    this.redis = await startRedis({ port: this.redis.port, dataDir: this.redis.dataDir });
  }

  async openIntake(): Promise<Intake> {
    const client = connectRedis({ url: this.redis.url }, 'hawser:journal', log);
    const offsets = createJournalOffsets(this.database, { queue: QUEUE });
    const counted = createCountedPositions(this.database, { queue: QUEUE });
    const queue = await openJournaledQueue(
      { dir: await tempDir('journal'), shards: SHARDS, maxBytes: 256 * 1024 * 1024 },
      {
        writer: new StreamWriter(client, { ...this.names, maxLength: 1_000_000 }),
        storedPositions: offsets.storedPositions,
        countedPositions: counted.ofJournal,
        newGeneration: (shard) => offsets.newGeneration(shard) as never,
        receivedAt: () => null,
        clock: Date.now,
        log,
        onCorruption: fail,
      },
    );
    const intake = new Intake(this, queue);
    this.#closing.push(async () => {
      await intake.die();
      disconnectRedis(client);
      await queue.close();
    });
    return intake;
  }

  async ask(): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const answer = await this.#api.app.inject({ method: 'GET', url: '/v1/demo/ledger', headers });
    return { status: answer.statusCode, ledger: answer.json<Ledger>() };
  }

  async close(): Promise<void> {
    for (const close of this.#closing.reverse()) await close();
  }

  async #startApi(): Promise<void> {
    const reader = openStreamPositionReader({ ...this.names, redis: { url: this.redis.url } }, log);
    this.#api = await createApiRole(
      {
        host: '127.0.0.1',
        port: 0,
        publicMqttUrl: 'mqtt://localhost:1883',
        dashboardDir: null,
        corsOrigins: [],
        jwtAccessExpirySeconds: 900,
        jwtRefreshExpirySeconds: 604_800,
        version: '0.0.0-test',
        allowAgentsInRoot: false,
        trustProxy: false,
        rateLimits: { requestsPerMinute: 100_000, signInsPerMinute: 100_000 },
      },
      {
        db: this.database,
        queue: QUEUE,
        appender: { shards: SHARDS, saturated: false, append: () => fail('the API appends nothing here') },
        reader,
        invalidations: { publish: async () => undefined, subscribe: () => () => undefined },
        licence: () => ({ key: '', publicKey: '' }),
        setup: { expected: async () => true, take: async (token) => token === TOKEN },
        log,
        metrics: createMetrics(),
        clock: systemClock,
        readiness: async () => ({ ready: true, checks: {} }),
      },
    );
    this.#closing.push(
      () => reader.close(),
      () => this.#api.stop(),
    );
    const result = await this.#post<SetupResult>('/v1/setup', {
      token: TOKEN,
      email: 'admin@localhost',
      password: 'seven green ferries',
      account: 'demo',
    });
    this.#token = result.access_token;
    this.#account = result.account.id as AccountId;
    for (let i = 0; i < AGENTS; i++) {
      this.agents.push((await this.#post<{ id: AgentId }>('/v1/demo/agents', { name: `agent-${i}` })).id);
    }
  }

  async #post<Body>(url: string, payload: object): Promise<Body> {
    const headers = this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` };
    const answer = await this.#api.app.inject({ method: 'POST', url, payload, headers });
    return answer.statusCode < 300 ? answer.json<Body>() : fail(answer.payload);
  }

  async #startIngestion(): Promise<void> {
    const reader = openStreamGroupReader({ ...this.names, redis: { url: this.redis.url }, consumer: 'test' }, log);
    const counted = createCountedPositions(this.database, { queue: QUEUE });
    this.#ingestion = createIngestionRole(
      {
        profile: INGESTION_PROFILES.streaming,
        limits: DEFAULT_LIMITS,
        leaseMs: 600,
        owner: 'test',
        keepUncountedMs: KEEP_UNCOUNTED_MS,
      },
      {
        reader,
        store: createIngestStore(this.database, { queue: QUEUE }),
        series: createSeriesRepository(this.database),
        policies: openPolicies(this.database, log),
        counted: counted.ofShard,
        live: { wants: () => false, publish: () => undefined },
        log,
        metrics: createMetrics(),
        clock: systemClock,
      },
    );
    this.#closing.push(
      () => reader.close(),
      () => this.#ingestion.stop(),
    );
    await this.#ingestion.assign(Array.from({ length: SHARDS }, (_, shard) => shard));
  }
}

/** What an intake process does: appends to its journal, and counts from it what has been in the stream. */
class Intake {
  readonly #stage: Stage;
  readonly #queue: JournaledQueue;
  readonly #stop = new AbortController();
  #counting: Promise<void>;
  sent = 0;

  constructor(stage: Stage, queue: JournaledQueue) {
    this.#stage = stage;
    this.#queue = queue;
    this.#counting = this.#count();
  }

  /** Sends messages in several lanes. */
  async send(count: number, lanes = 16): Promise<void> {
    const lane = async (): Promise<void> => {
      for (let i = 0; i < count / lanes; i++) await this.#append();
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  /** Counts nothing more, as when the process is killed. */
  async die(): Promise<void> {
    this.#stop.abort();
    await this.#counting;
  }

  /** Goes on counting where the database says that it was, as the process does when it is started again. */
  revive(): void {
    this.#counting = this.#count();
  }

  async #append(): Promise<void> {
    const agent = this.#stage.agents[this.sent % AGENTS] as AgentId;
    const ts = Date.now() - 3_600_000 + this.sent++;
    const envelope: Envelope = {
      account: this.#stage.account,
      agent,
      agentName: 'agent',
      serviceInstance: 'default',
      dialect: 'native',
      kind: 'telemetry',
      topic: 'hawser/demo/agent/telemetry',
      contentType: null,
      receivedAt: Date.now(),
      traceparent: null,
      replayOf: null,
      payload: Buffer.from(this.sent % 50 === 0 ? 'rubbish' : JSON.stringify({ ts, temp: this.sent })),
    };
    await this.#queue.appender.append(shardOf(agent, SHARDS), encodeEnvelope(envelope));
  }

  async #count(): Promise<void> {
    const intakeLedger = createIntakeLedger(this.#stage.database, { queue: journalQueueName(this.#queue.journal) });
    const counter = new ReceivedCounter(SHARDS, { reader: this.#queue.reader, intakeLedger, onUnreadable: fail });
    await counter.flush();
    while (!this.#stop.signal.aborted) {
      await counter.catchUpIdle();
      await sleep(COUNT_INTERVAL_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.close());

/** What became of the questions. */
class Seen {
  answers = 0;
  refusals = 0;
  mostQueued = 0;
}

/** Asks until `done`; every answer must balance, or say that there is none now. */
async function askUntil(done: Promise<unknown>, seen = new Seen()): Promise<Seen> {
  let isDone = false;
  const ended = done.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    const { status, ledger } = await stage.ask();
    if (status === 503) {
      seen.refusals++;
      await sleep(20);
      continue;
    }
    expect(status).toBe(200);
    for (const line of [...ledger.agents, ledger.total]) expect(line.messages).toMatchObject({ balanced: true });
    seen.answers++;
    seen.mostQueued = Math.max(seen.mostQueued, ledger.total.messages.queued);
  }
  await ended;
  return seen;
}

async function settled(messages: number): Promise<void> {
  await waitFor(
    async () => {
      const { status, ledger } = await stage.ask();
      const { received = 0, stored = 0, rejected = 0 } = status === 200 ? ledger.total.messages : {};
      return received === messages && stored + rejected === messages;
    },
    { timeoutMs: 30_000, intervalMs: 100, what: `${messages} messages to be stored and counted` },
  );
}

describe('ledger over two journals', () => {
  it('balances at every moment under load', async () => {
    const intakes = [await stage.openIntake(), await stage.openIntake()];
    const seen = new Seen();
    const load = async (): Promise<void> => {
      // For as long as it takes to ask so often.
      do await Promise.all(intakes.map((intake) => intake.send(4_000)));
      while (seen.answers <= 10);
    };
    await askUntil(load(), seen);
    const received = intakes.reduce((sum, { sent }) => sum + sent, 0);
    expect(received).toBeGreaterThanOrEqual(8_000);
    await askUntil(settled(received));
    const { ledger } = await stage.ask();
    expect(ledger.total.messages).toEqual({
      received,
      stored: received - received / 50,
      duplicate: 0,
      rejected: received / 50,
      queued: 0,
      balanced: true,
    });
  }, 120_000);

  it('balances or says that it cannot be told while Redis is killed and comes back empty', async () => {
    const intakes = [await stage.openIntake(), await stage.openIntake()];
    const load = Promise.all(intakes.map((intake) => intake.send(4_000)));
    const kills = async (): Promise<void> => {
      for (let kill = 0; kill < 2; kill++) {
        await sleep(500);
        await stage.restartRedis();
      }
      await load;
    };
    await askUntil(kills());
    const seen = await askUntil(settled(8_000));
    expect(seen.answers).toBeGreaterThan(0);
  }, 120_000);

  it('counts what lies in the stream while nobody stores', async () => {
    const intake = await stage.openIntake();
    await stage.stopIngestion();
    const load = intake.send(1_600);
    await askUntil(load.then(() => waitFor(async () => (await stage.ask()).ledger.total.messages.queued >= 1_600)));
    await stage.restartRedis();
    expect((await stage.ask()).status).toBe(503);
    await intake.send(160);
    await askUntil(waitFor(async () => (await stage.ask()).ledger.total.messages.queued >= 1_760));
    const { ledger } = await stage.ask();
    expect(ledger.total.messages).toMatchObject({ received: 1_760, stored: 0, queued: 1_760, balanced: true });
  }, 120_000);

  it('gives the stream free when an intake is gone, and balances when it is back', async () => {
    const [alive, gone] = [await stage.openIntake(), await stage.openIntake()];
    await Promise.all([alive.send(800), gone.send(800)]);
    await settled(1_600);
    await gone.die();
    await Promise.all([alive.send(800), gone.send(800)]);
    const client = connectRedis({ url: stage.redis.url }, 'hawser:test', log);
    const keys = [0, 1].map((shard) => streamKey(stage.names, shard));
    const lengths = () => Promise.all(keys.map((key) => client.xlen(key)));
    await askUntil(
      waitFor(async () => (await lengths().catch(() => [1])).every((length) => length === 0), {
        timeoutMs: 30_000,
        what: 'the stream to be empty',
      }),
    );
    disconnectRedis(client);
    expect((await stage.ask()).status).toBe(503);
    gone.revive();
    await askUntil(settled(3_200));
  }, 120_000);
});
