import { type RedisCluster, startRedisCluster } from '@hawser/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeQueueConformance } from '../conformance.ts';
import { expectStored, Load, openStage } from '../testing/journal-under-test.ts';
import { connected, directQueueUnderTest } from '../testing/streams-under-test.ts';
import { disconnectRedis } from './connect.ts';
import { cursorsKey, streamKey } from './keys.ts';

let cluster: RedisCluster;

beforeAll(async () => {
  cluster = await startRedisCluster();
});
afterAll(() => cluster.stop());

describeQueueConformance('Redis Cluster', (options) => directQueueUnderTest({ url: cluster.url }, options));

it('spreads shards over the nodes, each with its cursors', async () => {
  const client = await connected({ url: cluster.url });
  const streams = Array.from({ length: 12 }, (_, shard) =>
    streamKey({ tenantId: 't', serviceInstance: 'east' }, shard),
  );
  const slots = await Promise.all(streams.map((stream) => client.cluster('KEYSLOT', stream)));
  const nodes = new Set(slots.map((slot) => Math.floor(slot / (16_384 / 3))));
  expect(nodes.size).toBe(3);
  for (const [i, stream] of streams.entries()) {
    expect(await client.cluster('KEYSLOT', cursorsKey(stream))).toBe(slots[i]);
  }
  disconnectRedis(client);
});

it('forwards a journal into a cluster, exactly once', async () => {
  const stage = await openStage({ url: cluster.url });
  stage.ingestion.start();
  const journal = await stage.openJournal();
  const load = new Load(journal.appender, 'a', 8_000);
  await load.done;
  await expectStored(stage.ingestion, load.acknowledged);
  await stage.close();
});
