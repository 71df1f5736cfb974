import { join } from 'node:path';
import { createBridgeRole } from '@hawser/bridge';
import type { AccountId, AgentId } from '@hawser/core';
import { createMetrics, silentLogger } from '@hawser/platform';
import { openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { LaneLog } from '@hawser/queue/lanes';

/**
 * A bridge in a process of its own, on a log in a folder and without a database: what it would ask is answered at once,
 * so that nothing but the bridge is measured. Prints `cpu SECONDS` when it is told to end.
 */

const [url = '', dir = '', receiveMaximum = '1000'] = process.argv.slice(2);
const ACCOUNT = '018f3c5a-0000-7000-9000-000000000001' as AccountId;
const fail = (reason: unknown): never => {
  throw new Error('The log failed under the benchmark', { cause: reason });
};
const log = await openEmbeddedLog({ dir, shards: 1, maxBytes: 8e9, onCorruption: fail, onReleaseError: fail });
const role = createBridgeRole(
  { url, name: 'bench', broker: 'bench', leaseMs: 30_000, bounds: { receiveMaximum: Number(receiveMaximum) } },
  {
    appender: log.appender,
    reader: openEmbeddedLogReader({ dir, signal: log.signal, onCorruption: fail }),
    intakeLedger: { cursor: async () => null, add: async () => undefined },
    owners: {
      find: async (keys) =>
        keys.map(({ agent }) => {
          const agentId = `018f3c5a-0000-7000-8000-${agent.slice(6).padStart(12, '0')}` as AgentId;
          return { accountId: ACCOUNT, agentId, agentName: agent, rootId: ACCOUNT };
        }),
    },
    usage: { add: async () => undefined, ofBranch: async () => ({ bytesToday: 0, readings: 0, messages: 0 }) },
    crossings: { note: async () => [] },
    policies: { known: () => null, read: async () => null },
    holds: { hold: async () => undefined },
    openLanes: () =>
      LaneLog.open({ dir: join(dir, 'aside'), lanes: 32, maxBytes: 1e9 }, { onCorruption: fail, log: silentLogger() }),
    statuses: { note: async () => [] },
    presence: { renew: async () => undefined, expire: async () => [], touch: async () => undefined },
    live: { wants: () => false, publish: () => undefined },
    log: silentLogger(),
    metrics: createMetrics(),
    clock: Date.now,
  },
);
const before = process.cpuUsage();
await role.start();
process.once('SIGTERM', async () => {
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`cpu ${(user + system) / 1e6}\n`);
  await role.stop();
  await log.close();
  process.exit(0);
});
