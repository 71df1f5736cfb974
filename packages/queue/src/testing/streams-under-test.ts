import { randomUUID } from 'node:crypto';
import { silentLogger } from '@hawser/platform';
import { tempDir } from '@hawser/testkit';
import { expect } from 'vitest';
import type { QueueUnderTest, QueueUnderTestOptions } from '../conformance.ts';
import { openDirectQueue } from '../direct/direct-queue.ts';
import {
  connectRedis,
  disconnectRedis,
  type RedisClient,
  type RedisConnectionConfig,
} from '../redis-streams/connect.ts';
import { openStreamGroupReader, openStreamPositionReader } from '../redis-streams/reader.ts';
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
  const nothing = async () => new Map<number, number>();
  const open = async (dir: string): Promise<QueueUnderTest> => {
    const client = await connected(redis);
    const writer = new StreamWriter(client, { ...names, maxLength: maxEntries });
    const streams = openStreamPositionReader({ ...names, redis }, silentLogger());
    const queue = await openDirectQueue(
      { dir, spoolMaxBytes: null },
      {
        writer,
        streams,
        storedPositions: nothing,
        countedPositions: nothing,
        newGeneration: async () => null,
        receivedAt: () => null,
        clock: Date.now,
        log: silentLogger(),
        onCorruption: (report) => expect.fail(JSON.stringify(report)),
      },
    );
    const close = async () => {
      await queue.close();
      await streams.close();
      disconnectRedis(client);
    };
    return {
      appender: queue.appender,
      openReader: async () => openStreamGroupReader({ ...names, redis, consumer: 'test' }, silentLogger()),
      close,
      restart: async () => {
        await close();
        return open(dir);
      },
    };
  };
  return tempDir('direct').then(open);
}
