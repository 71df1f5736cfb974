import { randomUUID } from 'node:crypto';
import { silentLogger } from '@hawser/platform';
import { StreamWriter, streamKey } from '@hawser/queue/redis-streams';
import { createIngestStore } from '@hawser/storage';
import { startRedis, testDatabase } from '@hawser/testkit';
import { expect, it } from 'vitest';
import { StartupError } from '../up/startup-error.ts';
import { askRedis } from './ask-redis.ts';
import { refuseTooFewShards } from './shard-count.ts';

it('refuses fewer shards than have something waiting, and says how many are needed', async () => {
  const [server, db] = await Promise.all([startRedis(), testDatabase()]);
  const log = silentLogger();
  const redis = { url: server.url };
  const names = { tenantId: randomUUID(), serviceInstance: null };
  const queue = streamKey(names, 0);
  const check = (shards: number) => refuseTooFewShards({ redis, names, shards, database: db.database, log }, queue);
  await check(1);
  const store = createIngestStore(db.database, { queue });
  for (const shard of [0, 1, 2]) await store.acquireShard(shard, 'test', 1_000);
  await check(1);
  const records = [{ position: 1, record: Buffer.from('waits') }];
  await askRedis({ redis, log }, async (client) => {
    const writer = new StreamWriter(client, { ...names, shards: 3, maxLength: 10 });
    await writer.prepare(1, null);
    await writer.append(1, { journal: randomUUID(), after: null, records });
  });
  await expect(check(1)).rejects.toThrow(StartupError);
  await expect(check(1)).rejects.toThrow('messages wait in shard 1, which nobody would store: set it to 2 until');
  await check(2);
  await server.stop();
  await check(1);
  await db.close();
});
