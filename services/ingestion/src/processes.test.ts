import { cp } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Envelope, encodeEnvelope } from '@hawser/contracts/streams';
import { type AccountId, type AgentId, newId } from '@hawser/core';
import { mergeMetrics, silentLogger } from '@hawser/platform';
import { shardOf } from '@hawser/queue';
import { openEmbeddedLog } from '@hawser/queue/embedded-log';
import { createLedgerRepository, type Database, migrate } from '@hawser/storage';
import { createPostgresDatabase } from '@hawser/storage/postgres';
import {
  bundleProgram,
  type Child,
  type PostgresServer,
  startChild,
  startPostgres,
  tempDir,
  waitFor,
} from '@hawser/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { INGESTION_PROFILES } from './profiles.ts';
import type { ProcessPlan } from './testing/ingestion-process.ts';
import type { IngestionWorkerData } from './testing/ingestion-worker.ts';
import { WorkerPool } from './workers/worker-pool.ts';

/*
 * Real ingestion processes on a real PostgreSQL, and everything that can befall them. Each test counts every reading.
 */

const PROGRAM = ['process', 'worker'].map((name) => new URL(`./testing/ingestion-${name}.ts`, import.meta.url));
const SHARDS = 4;
const AGENTS = 8;
const READINGS = 10;
const LEASE_MS = 2_000;
const FULL_SPAN = { from: 0, to: Date.UTC(2100, 0, 1) };
const DAY_MS = 86_400_000;
/** Small batches, so that something is under way whenever a process is disturbed. */
const SMALL_BATCHES = { rows: 200, lingerMs: 20 };

let processEntry: URL;
let workerEntry: URL;
let server: PostgresServer;
let database: Database;
let scene: Scene;

beforeAll(async () => {
  [processEntry, workerEntry] = (await bundleProgram('ingestion', PROGRAM)) as [URL, URL];
  server = await startPostgres({ fsync: true });
  database = createPostgresDatabase({ url: server.url(), poolSize: 4, statementTimeoutMs: 60_000 });
  await migrate(database);
  await database.query(`INSERT INTO accounts (id, name, parent_id, path) VALUES ($1, 'sys', NULL, '/sys')`, [newId()]);
});
afterAll(async () => {
  await database.close();
  await server.stop();
});
beforeEach(async () => {
  scene = await Scene.create();
});
afterEach(() => scene.close());

interface Sent {
  readonly messages: number;
  readonly duplicates: number;
  readonly rejects: number;
}

/** One account with agents, a filled queue, and the processes that ingest it. */
class Scene {
  readonly account = newId<AccountId>();
  readonly queue = `queue-${this.account}`;
  readonly agents: AgentId[] = [];
  readonly #children: Child[] = [];
  readonly #start = Date.now() - 3_600_000;
  #dir = '';
  #sent: Sent = { messages: 0, duplicates: 0, rejects: 0 };

  static async create(): Promise<Scene> {
    const made = new Scene();
    await database.query(
      `INSERT INTO accounts (id, name, parent_id, path)
        SELECT $1, $2, (SELECT id FROM accounts WHERE parent_id IS NULL), '/sys/' || $2`,
      [made.account, `a-${made.account}`],
    );
    for (let i = 0; i < AGENTS; i++) {
      const agent = newId<AgentId>();
      await database.query('INSERT INTO agents (id, account_id, name) VALUES ($1, $2, $3)', [
        agent,
        made.account,
        `agent-${i}`,
      ]);
      made.agents.push(agent);
    }
    return made;
  }

  /**
   * Fills the queue: every agent sends `perAgent` messages, every tenth twice; every fiftieth is followed by rubbish, and
   * every hundredth holds data that is weeks old.
   */
  async fill(perAgent: number): Promise<void> {
    this.#dir = await tempDir('queue');
    const log = await openEmbeddedLog({ dir: this.#dir, shards: SHARDS, onCorruption: fail, onReleaseError: fail });
    const appends: Promise<unknown>[] = [];
    let [duplicates, rejects] = [0, 0];
    for (let seq = 1; seq <= perAgent; seq++) {
      for (const agent of this.agents) {
        const append = (payload: string) =>
          appends.push(log.appender.append(shardOf(agent, SHARDS), this.#record(agent, payload)));
        const message = this.#message(seq);
        append(message);
        if (seq % 10 === 0) {
          append(message);
          duplicates++;
        }
        if (seq % 50 === 0) {
          append(`{"poison": ${seq}`);
          rejects++;
        }
      }
    }
    await Promise.all(appends);
    await log.close();
    this.#sent = { messages: perAgent * AGENTS, duplicates, rejects };
  }

  /** Opens the queue in this process. */
  async openQueue() {
    const dir = this.#dir;
    const log = await openEmbeddedLog({ dir, shards: SHARDS, onCorruption: fail, onReleaseError: fail });
    return { dir, signal: log.signal, close: () => log.close() };
  }

  async start(owner: string, more: Partial<ProcessPlan> = {}): Promise<Child> {
    const dir = `${await tempDir('copy')}/queue`;
    await cp(this.#dir, dir, { recursive: true });
    const plan: ProcessPlan = {
      url: server.url(),
      queue: this.queue,
      owner,
      dir,
      shards: SHARDS,
      workers: 2,
      leaseMs: LEASE_MS,
      profile: SMALL_BATCHES,
      statementTimeoutMs: 60_000,
      ...more,
    };
    const child = await startChild({
      command: process.execPath,
      args: [fileURLToPath(processEntry), JSON.stringify(plan)],
    });
    this.#children.push(child);
    await child.waitForOutput(/ready/);
    return child;
  }

  /** Waits until at least this part of the messages is stored. */
  async storedAtLeast(part: number): Promise<void> {
    const wanted = this.#sent.messages * part;
    await waitFor(async () => (await this.ledger()).messages.stored >= wanted, { timeoutMs: 60_000, intervalMs: 5 });
  }

  /** Waits until everything is accounted for, and checks every reading. */
  async expectEverythingOnce(): Promise<void> {
    const { messages, duplicates, rejects } = this.#sent;
    await waitFor(
      async () => {
        const { stored, duplicate, rejected } = (await this.ledger()).messages;
        return stored + duplicate + rejected >= messages + duplicates + rejects;
      },
      { timeoutMs: 90_000, intervalMs: 50, what: 'everything to be accounted for' },
    );
    expect(await this.ledger()).toEqual({
      messages: { stored: messages, duplicate: duplicates, rejected: rejects },
      readings: { stored: messages * READINGS, duplicate: duplicates * READINGS, rejected: 0 },
    });
    const [row] = await database.query<{ rows: number; different: number; letters: number }>(
      `SELECT count(*) AS rows, count(DISTINCT (series_id, value)) AS different,
          (SELECT count(*) FROM dead_letters WHERE account_id = $1) AS letters
        FROM readings JOIN series ON series.id = series_id WHERE account_id = $1`,
      [this.account],
    );
    expect(row).toEqual({ rows: messages * READINGS, different: messages * READINGS, letters: rejects });
  }

  async ledger() {
    const { agents } = await createLedgerRepository(database).read(this.account, FULL_SPAN);
    const sum = (of: 'messages' | 'readings') => ({
      stored: agents.reduce((total, agent) => total + agent[of].stored, 0),
      duplicate: agents.reduce((total, agent) => total + agent[of].duplicate, 0),
      rejected: agents.reduce((total, agent) => total + agent[of].rejected, 0),
    });
    return { messages: sum('messages'), readings: sum('readings') };
  }

  /** Shards by who holds them now. */
  async holders(): Promise<Map<string, number[]>> {
    const rows = await database.query<{ owner: string; shard: number }>(
      'SELECT owner, shard FROM shard_offsets WHERE queue = $1 AND lease_until > clock_timestamp() ORDER BY shard',
      [this.queue],
    );
    const held = new Map<string, number[]>();
    for (const { owner, shard } of rows) held.set(owner, [...(held.get(owner) ?? []), shard]);
    return held;
  }

  async close(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.stop('SIGKILL')));
  }

  #message(seq: number): string {
    const ts = this.#start + seq - (seq % 100 === 0 ? 20 * DAY_MS : 0);
    const readings = Array.from({ length: READINGS }, (_, i) => ({ m: `m${i}`, v: seq }));
    return JSON.stringify({ id: { epoch: 1, seq }, ts, device: 'plc', readings });
  }

  #record(agent: AgentId, payload: string): Uint8Array {
    const envelope: Envelope = {
      account: this.account,
      agent,
      agentName: 'agent',
      serviceInstance: 'default',
      dialect: 'native',
      kind: 'telemetry',
      topic: 'hawser/a/agent/telemetry',
      contentType: null,
      receivedAt: this.#start,
      traceparent: null,
      replayOf: null,
      payload: Buffer.from(payload),
    };
    return encodeEnvelope(envelope);
  }
}

function fail(fact: unknown): never {
  throw new Error(JSON.stringify(fact));
}

const sizes = (held: Map<string, number[]>) => [...held.values()].map((shards) => shards.length).sort();

describe('ingestion processes', () => {
  it('share the shards fairly, and take those of a process that was killed', async () => {
    await scene.fill(200);
    const first = await scene.start('first');
    await scene.storedAtLeast(0.05);
    await scene.start('second');
    await waitFor(async () => sizes(await scene.holders()).join() === '2,2', { what: 'two shards each' });
    first.signal('SIGKILL');
    await waitFor(async () => (await scene.holders()).get('second')?.length === SHARDS, {
      what: 'the second to have all shards',
      timeoutMs: 10_000,
    });
    await scene.expectEverythingOnce();
  }, 120_000);

  it('end with code 0 in the middle of a batch, and leave the rest to the next one', async () => {
    await scene.fill(200);
    const first = await scene.start('first');
    await scene.storedAtLeast(0.1);
    expect(await first.stop('SIGTERM', 30_000)).toEqual({ code: 0, signal: null });
    expect(await scene.holders()).toEqual(new Map());
    const { stored } = (await scene.ledger()).messages;
    expect(stored).toBeLessThan(200 * AGENTS);
    await scene.start('second');
    await scene.expectEverythingOnce();
  }, 120_000);

  it('store nothing twice when one was stopped for longer than its lease and goes on', async () => {
    await scene.fill(400);
    const first = await scene.start('first');
    await scene.storedAtLeast(0.05);
    first.signal('SIGSTOP');
    await scene.start('second');
    await waitFor(async () => (await scene.holders()).get('second')?.length === SHARDS, {
      what: 'the second to take over',
      timeoutMs: 10_000,
    });
    first.signal('SIGCONT');
    await waitFor(async () => sizes(await scene.holders()).join() === '2,2', { what: 'two shards each' });
    await scene.expectEverythingOnce();
  }, 120_000);

  it('wait for a database that is gone for a while', async () => {
    await scene.fill(200);
    await scene.start('only');
    await scene.storedAtLeast(0.1);
    await server.stop();
    await sleep(1_500);
    server = await startPostgres({ fsync: true, dataDir: server.dataDir, port: server.port });
    await scene.expectEverythingOnce();
  }, 120_000);

  it('try again when the database gives a statement up, and keep their shards meanwhile', async () => {
    await scene.fill(200);
    await scene.start('only', { statementTimeoutMs: 700, leaseMs: 1_500 });
    await scene.storedAtLeast(0.1);
    await database.transaction(async (tx) => {
      await tx.query('LOCK TABLE latest_readings IN ACCESS EXCLUSIVE MODE');
      await sleep(3_000);
    });
    await scene.expectEverythingOnce();
    expect((await scene.holders()).get('only')).toHaveLength(SHARDS);
  }, 120_000);
});

describe('a pool of workers', () => {
  it('grows and shrinks while it ingests, and stores everything once', async () => {
    const perAgent = 600;
    const all = perAgent * AGENTS;
    await scene.fill(perAgent);
    const { dir, signal, close } = await scene.openQueue();
    const data: IngestionWorkerData = {
      url: server.url(),
      queue: scene.queue,
      owner: 'pool',
      leaseMs: LEASE_MS,
      profile: SMALL_BATCHES,
      statementTimeoutMs: 60_000,
      dir,
      signal,
    };
    const pool = new WorkerPool(
      { workers: 1, autoscale: null },
      {
        launch: () => ({ entry: workerEntry, data }),
        logDestination: new PassThrough().resume(),
        log: silentLogger(),
        onLive: () => undefined,
        onFailure: fail,
      },
    );
    await pool.start();
    await pool.assign([0, 1, 2, 3]);
    for (const workers of [3, 1, 2]) {
      const { messagesStored } = await pool.stats();
      await pool.resize(workers);
      expect(pool.size).toBe(workers);
      // A quick machine may have stored everything before the last change.
      await waitFor(async () => {
        const now = (await pool.stats()).messagesStored;
        return now > messagesStored || now === all;
      });
    }
    await scene.expectEverythingOnce();
    expect((await pool.stats()).messagesStored).toBe(all);
    expect(await mergeMetrics(await pool.metrics())).toContain('hawser_ingestion_messages_total');
    await pool.stop();
    expect(await scene.holders()).toEqual(new Map());
    await close();
  }, 120_000);
});

describe('an ingestion process with large batches', () => {
  it('stores everything once with the default profile', async () => {
    await scene.fill(300);
    await scene.start('only', { profile: INGESTION_PROFILES.balanced });
    await scene.expectEverythingOnce();
  }, 120_000);
});
