import { randomUUID } from 'node:crypto';
import { silentLogger } from '@hawser/platform';
import { type RedisServer, startRedis, waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueueAppender } from '../port.ts';
import { connectRedis, disconnectRedis, type RedisClient } from '../redis-streams/connect.ts';
import { StreamWriter } from '../redis-streams/stream-writer.ts';
import { expectStored, Load } from '../testing/journal-under-test.ts';
import { connected } from '../testing/streams-under-test.ts';
import { TestIngestion } from '../testing/test-ingestion.ts';
import { requireAppendOnly } from './append-only.ts';
import { openDirectQueue } from './direct-queue.ts';

const APPEND_ONLY = { appendonly: 'yes', appendfsync: 'always' };
const log = silentLogger();

describe('streams without a journal', () => {
  let redis: RedisServer;
  let client: RedisClient;
  let ingestion: TestIngestion;
  let appender: QueueAppender;

  async function open(settings: Record<string, string>): Promise<void> {
    redis = await startRedis({ settings });
    const names = { tenantId: randomUUID(), serviceInstance: null, shards: 1 };
    client = connectRedis({ url: redis.url }, 'hawser:direct', log);
    ingestion = new TestIngestion({ ...names, redis: { url: redis.url } });
    appender = openDirectQueue({
      writer: new StreamWriter(client, { ...names, maxLength: 1_000_000 }),
      newGeneration: ingestion.newGeneration,
      log,
      ...(settings.appendonly === 'yes' ? { checkRedis: () => requireAppendOnly(client, log) } : {}),
    });
  }

  async function restart(settings: Record<string, string>): Promise<void> {
    await redis.child.stop('SIGKILL');
    redis = await startRedis({ settings, port: redis.port, dataDir: redis.dataDir });
  }

  function storedAtLeast(count: number): Promise<unknown> {
    return waitFor(() => ingestion.texts.length >= count, { timeoutMs: 30_000, what: `${count} stored` });
  }

  beforeEach(() => open(APPEND_ONLY));
  afterEach(async () => {
    await appender.close();
    disconnectRedis(client);
    await ingestion.close();
    await redis.stop();
  });

  it('have everything confirmed exactly once after Redis was killed, when it writes before it answers', async () => {
    ingestion.start();
    const load = new Load(appender, 'a', 6_000, 100, 32);
    for (const seen of [1_000, 3_000]) {
      await storedAtLeast(seen);
      await restart(APPEND_ONLY);
    }
    await load.done;
    await expectStored(ingestion, load.acknowledged);
  });

  it('are right about batches whose outcome was not learned', async () => {
    const admin = await connected({ url: redis.url });
    ingestion.start();
    const load = new Load(appender, 'a', 6_000, 100, 32);
    for (let cut = 1; cut <= 10; cut++) {
      await storedAtLeast(cut * 400);
      await admin.call('client', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    }
    await load.done;
    await expectStored(ingestion, load.acknowledged);
    admin.disconnect();
  });

  it('take nothing into a Redis that came back without its append-only file', async () => {
    await appender.append(0, Buffer.from('first'));
    await restart({ appendonly: 'yes', appendfsync: 'everysec' });
    const waiting = appender.append(0, Buffer.from('second'));
    await waitFor(() => appender.saturated);
    await restart(APPEND_ONLY);
    await waiting;
    ingestion.start();
    await expectStored(ingestion, ['first', 'second']);
  });

  it('refuse what waits when they are closed', async () => {
    await appender.append(0, Buffer.from('first'));
    await redis.child.stop('SIGKILL');
    const waiting = expect(appender.append(0, Buffer.from('second'))).rejects.toThrow('closed');
    await waitFor(() => appender.saturated);
    await appender.close();
    await waiting;
  });
});

describe('requirement of an append-only file', () => {
  it('trusts a server that does not let itself be asked', async () => {
    const redis = await startRedis();
    const client = await connected({ url: redis.url });
    await expect(requireAppendOnly(client, log)).rejects.toThrow('appendfsync always');
    await client.call('acl', 'SETUSER', 'default', '-config');
    await requireAppendOnly(client, log);
    disconnectRedis(client);
    await redis.stop();
  });
});
