import { randomUUID } from 'node:crypto';
import { silentLogger } from '@hawser/platform';
import type { QueueUnderTest, QueueUnderTestOptions } from '../conformance.ts';
import { openDirectQueue } from '../direct/direct-queue.ts';
import {
  connectRedis,
  disconnectRedis,
  type RedisClient,
  type RedisConnectionConfig,
} from '../redis-streams/connect.ts';
import { openStreamGroupReader } from '../redis-streams/reader.ts';
import { StreamWriter } from '../redis-streams/stream-writer.ts';

/** Connects and waits until commands are taken. */
export async function connected(redis: RedisConnectionConfig): Promise<RedisClient> {
  const client = connectRedis(redis, 'hawser:test', silentLogger());
  await becomesReady(client);
  return client;
}

function becomesReady(client: RedisClient): Promise<unknown> {
  if (client.status === 'ready') return Promise.resolve();
  return new Promise((resolve) => client.once('ready', resolve));
}

/** A queue of its own in a Redis that others may use as well. */
export function directQueueUnderTest(
  redis: RedisConnectionConfig,
  { shards, maxEntries }: QueueUnderTestOptions,
): Promise<QueueUnderTest> {
  const names = { tenantId: randomUUID(), serviceInstance: null, shards };
  const open = async (): Promise<QueueUnderTest> => {
    const client = await connected(redis);
    const writer = new StreamWriter(client, { ...names, maxLength: maxEntries });
    const appender = openDirectQueue({ writer, newGeneration: async () => null, log: silentLogger() });
    const close = async () => {
      await appender.close();
      disconnectRedis(client);
    };
    return {
      appender,
      openReader: async () => openStreamGroupReader({ ...names, redis, consumer: 'test' }, silentLogger()),
      close,
      restart: async () => {
        await close();
        return open();
      },
    };
  };
  return open();
}
