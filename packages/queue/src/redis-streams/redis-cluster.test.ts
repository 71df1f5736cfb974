import { randomUUID } from 'node:crypto';
import { silentLogger } from '@hawser/platform';
import { type RedisCluster, startRedisCluster } from '@hawser/testkit';
import type { Cluster } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeQueueConformance } from '../conformance.ts';
import { AppendOnlyCheck } from '../direct/append-only.ts';
import { expectStored, Load, openStage } from '../testing/journal-under-test.ts';
import { connected, directQueueUnderTest } from '../testing/streams-under-test.ts';
import { disconnectRedis } from './connect.ts';
import { inspectStreams, streamIdTime } from './inspect-streams.ts';
import { cursorsKey, streamKey } from './keys.ts';
import { StreamWriter } from './stream-writer.ts';

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

it('asks every node for its append-only file, also those that nothing was sent to yet', async () => {
  const client = await connected({ url: cluster.url });
  const check = new AppendOnlyCheck(client, silentLogger());
  await expect(check.run()).rejects.toThrow('appendfsync always');
  const nodes = (client as Cluster).nodes('master');
  await Promise.all(nodes.map((node) => node.config('SET', 'appendonly', 'yes', 'appendfsync', 'always')));
  disconnectRedis(client);
  const fresh = await connected({ url: cluster.url });
  const checkAgain = new AppendOnlyCheck(fresh, silentLogger());
  await checkAgain.run();
  expect(checkAgain.isDue).toBe(false);
  const back = (fresh as Cluster).nodes('master');
  await Promise.all(back.map((node) => node.config('SET', 'appendonly', 'no', 'appendfsync', 'everysec')));
  disconnectRedis(fresh);
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

it('looks at the shards of a cluster, wherever they lie', async () => {
  const client = await connected({ url: cluster.url });
  const names = { tenantId: 'inspected', serviceInstance: null };
  const writer = new StreamWriter(client, { ...names, shards: 6, maxLength: 100 });
  for (const shard of [0, 1, 2, 3, 4]) {
    await writer.prepare(shard, null);
    const records = [1, 2].map((position) => ({ position, record: Buffer.of(shard, position) }));
    await writer.append(shard, { journal: randomUUID(), after: null, records });
  }
  const first = await inspectStreams(client, names, [{ shard: 3, offset: null }]);
  const offset = first[0]!.oldest!.id;
  const places = [0, 1, 2, 3, 4, 5].map((shard) => ({ shard, offset: shard === 3 ? offset : null }));
  const states = await inspectStreams(client, names, places);
  expect(states.map(({ entries, lag, pending }) => [entries, lag, pending])).toEqual([
    ...Array.from({ length: 5 }, () => [2, 2, 0]),
    [null, null, null],
  ]);
  const oldest = states.map((state) => (state.oldest === null ? null : [...state.oldest.record]));
  expect(oldest).toEqual([[0, 1], [1, 1], [2, 1], [3, 2], [4, 1], null]);
  expect(Date.now() - streamIdTime(offset)).toBeLessThan(600_000);
  disconnectRedis(client);
});
