import { createBridgeRole } from '@hawser/bridge';
import { type AccountId, DEFAULT_LIMITS, newId, systemClock } from '@hawser/core';
import { createIngestionRole, INGESTION_PROFILES } from '@hawser/ingestion';
import { createMetrics, silentLogger } from '@hawser/platform';
import { openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { LaneLog } from '@hawser/queue/lanes';
import {
  createAccountHolds,
  createAccountPolicies,
  createAccountRepository,
  createAccountUsageRepository,
  createAgentRepository,
  createCountedPositions,
  createIngestStore,
  createIntakeLedger,
  createLedgerRepository,
  createLimitCrossings,
  createPresenceRepository,
  createSeriesRepository,
  createStatusRepository,
  createTopicOwnerRepository,
  type Database,
} from '@hawser/storage';
import { startMemoryPglite, startMosquitto, tempDir, waitFor } from '@hawser/testkit';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';

/*
 * What a bridge has set aside, from a real broker through the real roles into a real database, while what was moved on
 * is not noted for a while: all of it goes into the queue again and again.
 */

const MESSAGES = 600;
const FORGOTTEN = 3;
const QUEUE = 'queue';
const log = silentLogger();

/** Quick, so that the test waits for what happens and not for the clock. */
const INTERVALS = {
  countMs: 50,
  presenceMs: 50,
  touchMs: 500,
  idleCatchUpMs: 200,
  accountsMs: 50,
  holdMs: 500,
  repeatLogMs: 1_000,
};
const undo: (() => Promise<unknown>)[] = [];

const fail = (fact: unknown): never => {
  throw new Error('Something failed that must not', { cause: fact });
};

let db: Database;
let account: AccountId;

beforeAll(async () => {
  const pglite = await startMemoryPglite();
  undo.push(() => pglite.close());
  db = pglite.database;
  const accounts = createAccountRepository(db);
  const root = await accounts.create({ name: 'sys', parentId: null });
  account = (await accounts.create({ name: 'acme', parentId: root.id })).id;
  for (const name of ['gateway-1', 'gateway-2']) {
    await createAgentRepository(db).create({ accountId: account, name, description: '', tags: [] });
  }
});
afterAll(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

const setBytesPerDay = (bytes: number | null) =>
  db.query(
    `UPDATE accounts SET limits = jsonb_strip_nulls(jsonb_build_object('bytes_per_day', $2::bigint)) WHERE id = $1`,
    [account, bytes],
  );

/** Lanes that forget so often what was moved on, as a process does that is killed before it has noted it. */
async function openForgetfulLanes() {
  const onCorruption = fail;
  const lanes = await LaneLog.open({ dir: await tempDir('aside'), lanes: 4, maxBytes: 1e8 }, { onCorruption, log });
  const note = lanes.moved.bind(lanes);
  let left = FORGOTTEN;
  lanes.moved = async (upTo) => (left-- > 0 ? fail('forgotten') : note(upTo));
  return lanes;
}

it('is stored exactly once without a message id, and the ledger says how often it came', {
  timeout: 60_000,
}, async () => {
  const broker = await startMosquitto({ config: ['allow_anonymous true', 'max_queued_messages 0'] });
  undo.push(() => broker.stop());
  const dir = await tempDir('queue');
  const queue = await openEmbeddedLog({ dir, shards: 2, onCorruption: fail, onReleaseError: fail });
  undo.push(() => queue.close());
  const openReader = () => openEmbeddedLogReader({ dir, signal: queue.signal, onCorruption: fail });
  const policies = createAccountPolicies({ db, clock: systemClock, onError: fail });
  const live = { wants: () => false, publish: () => undefined };
  const common = { live, policies, log, clock: systemClock };
  const ledger = async () => {
    const span = { from: 0, to: Date.now() + 60_000 };
    const { agents } = await createLedgerRepository(db).read(account, span);
    const sum = (of: 'received' | 'stored' | 'duplicate' | 'rejected') =>
      agents.reduce((total, { messages }) => total + messages[of], 0);
    return { received: sum('received'), stored: sum('stored'), duplicate: sum('duplicate'), rejected: sum('rejected') };
  };

  await setBytesPerDay(0);
  await policies.read(account);
  const metrics = createMetrics();
  const bridge = createBridgeRole(
    { url: broker.url, name: newId<string>(), broker: 'mosquitto', leaseMs: 30_000, intervals: INTERVALS },
    {
      ...common,
      appender: queue.appender,
      reader: openReader(),
      metrics,
      intakeLedger: createIntakeLedger(db, { queue: QUEUE }),
      owners: createTopicOwnerRepository(db),
      usage: createAccountUsageRepository(db),
      crossings: createLimitCrossings(db),
      openLanes: openForgetfulLanes,
      holds: createAccountHolds(db),
      statuses: createStatusRepository(db),
      presence: createPresenceRepository(db),
    },
  );
  await bridge.start();
  undo.push(() => bridge.stop());
  await waitFor(() => bridge.readiness().broker);
  const publisher = await mqtt.connectAsync(broker.url);
  undo.push(() => publisher.endAsync());
  await Promise.all(
    Array.from({ length: MESSAGES }, (_, n) =>
      publisher.publishAsync(`hawser/acme/gateway-${1 + (n % 2)}/telemetry`, `{"n": ${n}}`, { qos: 1 }),
    ),
  );
  const aside = async () => (await metrics.getSingleMetric('hawser_bridge_aside_messages')?.get())?.values[0]?.value;
  await waitFor(async () => (await aside()) === MESSAGES, { timeoutMs: 20_000 });

  const ingestion = createIngestionRole(
    {
      profile: INGESTION_PROFILES.streaming,
      limits: DEFAULT_LIMITS,
      leaseMs: 5_000,
      owner: 'one',
      keepUncountedMs: Number.POSITIVE_INFINITY,
    },
    {
      ...common,
      reader: openReader(),
      store: createIngestStore(db, { queue: QUEUE }),
      series: createSeriesRepository(db),
      counted: (shard) => createCountedPositions(db, { queue: QUEUE }).ofShard(shard),
      metrics: createMetrics(),
    },
  );
  undo.push(() => ingestion.stop());
  await ingestion.assign([0, 1]);
  await setBytesPerDay(null);
  await waitFor(async () => (await aside()) === 0, { timeoutMs: 30_000 });
  const isSettled = async () => {
    const { received, stored, duplicate } = await ledger();
    return stored >= MESSAGES && received === stored + duplicate;
  };
  await waitFor(isSettled, { timeoutMs: 30_000, intervalMs: 100 });

  const { received, ...rest } = await ledger();
  expect(received).toBeGreaterThan(MESSAGES);
  expect(rest).toEqual({ stored: MESSAGES, duplicate: received - MESSAGES, rejected: 0 });
  const values = await db.query<{ value: number }>('SELECT value FROM all_readings ORDER BY value');
  expect(values.map(({ value }) => value)).toEqual(Array.from({ length: MESSAGES }, (_, n) => n));
});
