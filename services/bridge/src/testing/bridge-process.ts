import { join } from 'node:path';
import { decodeEnvelope } from '@hawser/contracts/streams';
import type { IntakeAppender } from '@hawser/intake';
import { MemoryCrossings, MemoryLedger, MemoryLive, MemoryPolicies, MemoryUsage } from '@hawser/intake/testing';
import { createMetrics, silentLogger } from '@hawser/platform';
import { openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import type { Lanes } from '../aside/lanes.ts';
import { createBridgeRole } from '../bridge-role.ts';
import type { BridgeConfig } from '../config.ts';
import { EveryOwner } from './every-owner.ts';
import { openTestLanes } from './test-bridge.ts';

/**
 * A test's child process: a bridge on an embedded log in a folder. Prints `up` when it is connected, and `stored TEXT`
 * for each message that is durable, and at its end `redelivered N`. With `blocked` it holds all appends and prints `held N` for each.
 * With `notes` it notes so often what was moved on out of its lanes; then it prints `moved on` and hangs.
 */

interface ProcessOptions extends Pick<BridgeConfig, 'url' | 'name' | 'bounds'> {
  readonly dir: string;
  readonly blocked: boolean;
  readonly notes?: number;
}

const {
  dir,
  blocked,
  notes = Number.POSITIVE_INFINITY,
  ...config
} = JSON.parse(process.argv[2] ?? '') as ProcessOptions;
const fail = (error: unknown): never => {
  throw new Error('The log failed', { cause: error });
};
const onCorruption = (report: { cause: string }): unknown => (report.cause === 'torn-tail' ? undefined : fail(report));
const log = await openEmbeddedLog({ dir, shards: 1, onCorruption, onReleaseError: fail });
let held = 0;

const storing: IntakeAppender = {
  shards: 1,
  async append(shard, record) {
    const id = await log.appender.append(shard, record);
    process.stdout.write(`stored ${Buffer.from(decodeEnvelope(record).payload)}\n`);
    return id;
  },
};
const holding: IntakeAppender = {
  shards: 1,
  append() {
    process.stdout.write(`held ${++held}\n`);
    return new Promise(() => undefined);
  },
};

async function openLanes(): Promise<Lanes> {
  const lanes = await openTestLanes(join(dir, 'aside'));
  const note = lanes.moved.bind(lanes);
  let left = notes;
  lanes.moved = (upTo) => {
    if (left-- > 0) return note(upTo);
    process.stdout.write('moved on\n');
    return new Promise(() => undefined);
  };
  return lanes;
}

const metrics = createMetrics();
const role = createBridgeRole(
  { broker: 'mosquitto', leaseMs: 30_000, ...config },
  {
    appender: blocked ? holding : storing,
    reader: openEmbeddedLogReader({ dir, signal: log.signal, onCorruption }),
    intakeLedger: new MemoryLedger(),
    owners: new EveryOwner(),
    usage: new MemoryUsage(),
    crossings: new MemoryCrossings(),
    policies: new MemoryPolicies(),
    openLanes,
    holds: { hold: async () => undefined },
    statuses: { note: async () => [] },
    presence: { renew: async () => undefined, expire: async () => [], touch: async () => undefined },
    live: new MemoryLive(),
    log: silentLogger(),
    metrics,
    clock: Date.now,
  },
);
await role.start();
const waiting = setInterval(() => {
  if (!role.readiness().broker) return;
  clearInterval(waiting);
  process.stdout.write('up\n');
}, 10);
process.once('SIGTERM', async () => {
  await role.stop();
  const redelivered = await metrics.getSingleMetric('hawser_bridge_redelivered_total')?.get();
  process.stdout.write(`redelivered ${redelivered?.values[0]?.value ?? 0}\n`);
  await log.close();
  process.exit(0);
});
