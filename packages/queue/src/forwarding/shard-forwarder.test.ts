import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLogger } from '@hawser/platform';
import { startRedis, waitFor } from '@hawser/testkit';
import { expect, it } from 'vitest';
import { connectRedis, disconnectRedis } from '../redis-streams/connect.ts';
import { StreamWriter } from '../redis-streams/stream-writer.ts';
import { type ForwardSource, ShardForwarder } from './shard-forwarder.ts';

/** Has nothing to send, and says so soon. */
const QUIET: ForwardSource = {
  journal: randomUUID(),
  async read() {
    await sleep(10);
    return [];
  },
  settledUpTo: async () => 0,
  forwarded: () => undefined,
  found: async () => undefined,
};

it('is not blocked any more when Redis is back, also when there is nothing to send', async () => {
  const redis = await startRedis();
  const client = connectRedis({ url: redis.url }, 'hawser:test', silentLogger());
  const writer = new StreamWriter(client, { tenantId: randomUUID(), serviceInstance: null, shards: 1, maxLength: 100 });
  const told: boolean[] = [];
  const forwarder = new ShardForwarder({
    ...{ shard: 0, source: QUIET, writer, log: silentLogger() },
    newGeneration: async () => null,
    onBlocked: (blocked) => told.push(blocked),
  });
  forwarder.start();
  await waitFor(() => client.status === 'ready');
  await redis.child.stop('SIGKILL');
  await waitFor(() => forwarder.blocked);
  const again = await startRedis({ port: redis.port, dataDir: redis.dataDir });
  await waitFor(() => !forwarder.blocked && forwarder.blockedMs === 0);
  expect(told.slice(-2)).toEqual([true, false]);
  await forwarder.stop();
  disconnectRedis(client);
  await again.stop();
});
