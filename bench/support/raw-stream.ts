import { once } from 'node:events';
import type { RedisClient } from '@hawser/queue/redis-streams';
import { seconds } from './measure.ts';

const AT_ONCE = 1_000;

/**
 * How many records Redis takes by XADD in pipelines of a thousand, with nothing that would keep them through a crash.
 *
 * @returns records per second
 */
export async function rawAddRate(client: RedisClient, records: number, record: Buffer): Promise<number> {
  // Commands fail at once while there is no connection.
  if (client.status !== 'ready') await once(client, 'ready');
  const taken = await seconds(async () => {
    for (let added = 0; added < records; added += AT_ONCE) {
      const pipeline = client.pipeline();
      for (let i = 0; i < AT_ONCE; i++) pipeline.xadd('raw', '*', 'e', record);
      await pipeline.exec();
    }
  });
  await client.del('raw');
  return records / taken;
}
