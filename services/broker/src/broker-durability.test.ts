import type { TestAgent } from '@hawser/intake/testing';
import { type EmbeddedLog, openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { createIntakeLedger, type IntakeLedger } from '@hawser/storage';
import { type TestDatabase, tempDir, testDatabase, waitFor } from '@hawser/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BrokerDeps } from './deps.ts';
import { startTestBroker, type TestBroker, telemetryOf } from './testing/test-broker.ts';

const SHARDS = 4;
let database: TestDatabase;
let dir: string;
let queue: string;
let log: EmbeddedLog;
let reader: ReturnType<typeof openEmbeddedLogReader>;
let broker: TestBroker;
let queues = 0;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  dir = await tempDir('broker');
  queue = `test-${queues++}`;
  await openLog();
});
afterEach(async () => {
  await broker.stop();
  await closeLog();
});

async function openLog(): Promise<void> {
  const fail = (error: unknown) => {
    throw error;
  };
  log = await openEmbeddedLog({ dir, shards: SHARDS, onCorruption: fail, onReleaseError: fail });
  reader = openEmbeddedLogReader({ dir, signal: log.signal, onCorruption: fail });
}

async function closeLog(): Promise<void> {
  await reader.close();
  await log.close();
}

function deps(ledger: Partial<IntakeLedger> = {}): Partial<BrokerDeps> {
  const intakeLedger = { ...createIntakeLedger(database.database, { queue }), ...ledger };
  return { appender: log.appender, reader, intakeLedger };
}

async function publishMany(agent: TestAgent, count: number): Promise<void> {
  const client = await broker.connect(agent);
  const topic = telemetryOf(agent);
  await Promise.all(Array.from({ length: count }, (_, n) => client.publishAsync(topic, String(n), { qos: 1 })));
}

async function received(agent: TestAgent): Promise<number> {
  const [row] = await database.database.query<{ sum: number | null }>(
    'SELECT sum(messages_received) AS sum FROM ledger WHERE agent_id = $1',
    [agent.id],
  );
  return Number(row?.sum ?? 0);
}

describe('on the embedded log and PostgreSQL', () => {
  it('received messages are in the log in order, and counted in the ledger', async () => {
    broker = await startTestBroker({}, deps());
    const agents = ['a', 'b', 'c'].map((name) => broker.addAgent(name));
    await Promise.all(agents.map((agent) => publishMany(agent, 200)));
    for (const agent of agents) await waitFor(async () => (await received(agent)) === 200);
    expect(log.appender.depth().entries).toBe(600);
  });

  it('what a crash left uncounted is counted once at the next start', async () => {
    let adds = 0;
    const real = createIntakeLedger(database.database, { queue });
    // The database goes away for good after the first writes, so that the end of this broker is as good as a crash.
    const add: IntakeLedger['add'] = async (...args) => {
      if (adds++ > 2) throw new Error('connection lost');
      await real.add(...args);
    };
    broker = await startTestBroker({}, deps({ add }));
    const agent = broker.addAgent('gateway-1');
    for (let round = 0; round < 5; round++) {
      await publishMany(agent, 100);
      await waitFor(() => adds > round);
    }
    await broker.stop();
    expect(await received(agent)).toBeLessThan(500);
    await closeLog();
    await openLog();
    broker = await startTestBroker({}, deps());
    expect(await received(agent)).toBe(500);
  });
});
