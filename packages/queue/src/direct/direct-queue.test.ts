import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLogger } from '@hawser/platform';
import { type RedisServer, startRedis, tempDir, waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueueAppender, QueueEntry } from '../port.ts';
import { connectRedis, disconnectRedis, type RedisClient } from '../redis-streams/connect.ts';
import { openStreamPositionReader } from '../redis-streams/reader.ts';
import { StreamWriter } from '../redis-streams/stream-writer.ts';
import { expectStored, Load } from '../testing/journal-under-test.ts';
import { connected } from '../testing/streams-under-test.ts';
import { TestIngestion } from '../testing/test-ingestion.ts';
import { AppendOnlyCheck } from './append-only.ts';
import { type DirectQueue, openDirectQueue } from './direct-queue.ts';

const APPEND_ONLY = { appendonly: 'yes', appendfsync: 'always' };
const log = silentLogger();

interface QueueOptions {
  readonly spoolMaxBytes: number | null;
  readonly maxLength?: number;
  readonly isChecked?: boolean;
}

function textOf({ record }: QueueEntry): string {
  return Buffer.from(record).toString().trimEnd();
}

describe('streams without a journal', () => {
  let redis: RedisServer;
  let client: RedisClient;
  let ingestion: TestIngestion;
  let queue: DirectQueue;
  let closeQueue: () => Promise<void>;
  let appender: QueueAppender;
  let dir: string;
  let names: { readonly tenantId: string; readonly serviceInstance: null; readonly shards: 1 };

  async function open(settings: Record<string, string>): Promise<void> {
    redis = await startRedis({ settings });
    names = { tenantId: randomUUID(), serviceInstance: null, shards: 1 };
    client = connectRedis({ url: redis.url }, 'hawser:direct', log);
    ingestion = new TestIngestion({ ...names, redis: { url: redis.url } });
    dir = await tempDir('direct');
    await openQueue({ spoolMaxBytes: null, ...(settings.appendonly === 'yes' ? { isChecked: true } : {}) });
  }

  async function openQueue(options: QueueOptions): Promise<void> {
    const { spoolMaxBytes, maxLength = 1_000_000, isChecked = false } = options;
    const streams = openStreamPositionReader({ ...names, redis: { url: redis.url } }, log);
    const opened = await openDirectQueue(
      { dir, spoolMaxBytes },
      {
        writer: new StreamWriter(client, { ...names, maxLength }),
        streams,
        storedPositions: ingestion.storedPositions,
        countedPositions: ingestion.storedPositions,
        newGeneration: ingestion.newGeneration,
        receivedAt: () => null,
        clock: Date.now,
        log,
        onCorruption: (report) => expect.fail(JSON.stringify(report)),
        ...(isChecked ? { redisCheck: new AppendOnlyCheck(client, log) } : {}),
      },
    );
    queue = opened;
    closeQueue = async () => {
      await opened.close();
      await streams.close();
    };
    appender = opened.appender;
  }

  async function reopen(options: QueueOptions): Promise<void> {
    await closeQueue();
    await openQueue(options);
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
    await closeQueue();
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
    await waitFor(() => client.status === 'ready');
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

  it('hand the whole of what was in Redis to whoever counts, by position, also after a restart of the process', async () => {
    const first = new Load(appender, 'a', 3_000);
    await first.done;
    const { reader, journal } = queue;
    const read = await reader.read(0, null, { maxEntries: 1_500, maxBytes: 1024 * 1024, waitMs: 0 });
    expect(read).toHaveLength(1_500);
    await reopen({ spoolMaxBytes: null });
    expect(queue.journal).toBe(journal);
    const second = new Load(appender, 'b', 80);
    await second.done;
    const texts = read.map(textOf);
    let last = read.at(-1)!.id;
    for (let page = read; page.length > 0; ) {
      page = await queue.reader.read(0, last, { maxEntries: 1_000, maxBytes: 1024 * 1024, waitMs: 0 });
      texts.push(...page.map(textOf));
      last = page.at(-1)?.id ?? last;
    }
    expect(texts.toSorted()).toEqual([...first.acknowledged, ...second.acknowledged].toSorted());
    expect(queue.reader.compare(last, read[0]!.id)).toBe(3_079);
  });

  describe('with a disk spool', () => {
    const SPOOL = { spoolMaxBytes: 64 * 1024 * 1024 };

    it('acknowledge through an outage, and keep the order of what came before, during and after it', async () => {
      await reopen(SPOOL);
      ingestion.start();
      const before = new Load(appender, 'a1', 200, 100, 1);
      await before.done;
      await redis.child.stop('SIGKILL');
      const during = new Load(appender, 'a2', 300, 100, 1);
      await during.done;
      expect(queue.stats().state).toBe('spooling');
      expect(queue.stats().spooledEntries).toBeGreaterThanOrEqual(300);
      const live = new Load(appender, 'a3', 300, 100, 1);
      await restart(APPEND_ONLY);
      await live.done;
      const all = [before, during, live].flatMap(({ acknowledged }) => acknowledged);
      await waitFor(() => ingestion.texts.length >= all.length, { timeoutMs: 30_000, what: 'all to be stored' });
      expect(ingestion.texts).toEqual(all);
      await waitFor(() => queue.stats().state === 'flowing' && queue.stats().spooledEntries === 0);
    });

    it('are right about batches whose outcome was not learned, through cuts and outages under load', async () => {
      await reopen(SPOOL);
      const admin = await connected({ url: redis.url });
      ingestion.start();
      const load = new Load(appender, 'a', 16_000, 100, 32);
      for (let cut = 1; cut <= 8; cut++) {
        await storedAtLeast(cut * 600);
        if (cut % 3 === 0) await restart(APPEND_ONLY);
        else await admin.call('client', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes').catch(() => undefined);
      }
      await load.done;
      await expectStored(ingestion, load.acknowledged);
      admin.disconnect();
    });

    it('take over the high-water mark what the stream does not, and give it in order when there is room', async () => {
      await reopen({ ...SPOOL, maxLength: 500 });
      const load = new Load(appender, 'a', 8_000);
      await load.done;
      expect(queue.stats().spooledEntries).toBeGreaterThan(5_000);
      ingestion.start();
      await expectStored(ingestion, load.acknowledged);
      await waitFor(() => queue.stats().state === 'flowing');
    });

    it('have what waited on the disk sent after a restart of the process, before what comes then', async () => {
      await reopen({ ...SPOOL, maxLength: 10 });
      const first = new Load(appender, 'a', 3_200, 100, 64);
      await first.done;
      expect(queue.stats().spooledEntries).toBeGreaterThan(1_000);
      await reopen(SPOOL);
      const second = new Load(appender, 'b', 320, 100, 64);
      await second.done;
      ingestion.start();
      await expectStored(ingestion, [...first.acknowledged, ...second.acknowledged]);
      expect(ingestion.texts.findLastIndex((text) => text.startsWith('a'))).toBe(3_199);
    });

    it('send what waits on the disk also under a new name, when the file with the old one is gone', async () => {
      await reopen({ ...SPOOL, maxLength: 10 });
      const first = new Load(appender, 'a', 320, 100, 64);
      await first.done;
      await closeQueue();
      await rm(join(dir, 'journal-id'));
      await openQueue({ ...SPOOL, maxLength: 100 });
      const second = new Load(appender, 'b', 320, 100, 64);
      await second.done;
      ingestion.start();
      await expectStored(ingestion, [...first.acknowledged, ...second.acknowledged]);
    });

    it('make appends wait when the disk spool is full too', async () => {
      await reopen({ spoolMaxBytes: 400_000, maxLength: 10 });
      const load = new Load(appender, 'a', 8_000, 100, 64);
      await waitFor(() => queue.stats().state === 'full');
      expect(appender.saturated).toBe(true);
      expect(load.acknowledged.length).toBeLessThan(5_000);
      ingestion.start();
      await load.done;
      await expectStored(ingestion, load.acknowledged);
    });
  });
});

describe('requirement of an append-only file', () => {
  it('is to be asked for again from the moment in which a new connection is begun', async () => {
    const redis = await startRedis({ settings: APPEND_ONLY });
    const client = await connected({ url: redis.url });
    const check = new AppendOnlyCheck(client, log);
    await check.run();
    expect(check.isDue).toBe(false);
    const wasDue = new Promise((resolve) => client.once('connecting', () => resolve(check.isDue)));
    client.disconnect(true);
    expect(await wasDue).toBe(true);
    await check.run();
    expect(check.isDue).toBe(false);
    disconnectRedis(client);
    await redis.stop();
  });

  it('trusts a server that does not let itself be asked', async () => {
    const redis = await startRedis();
    const client = await connected({ url: redis.url });
    await expect(new AppendOnlyCheck(client, log).run()).rejects.toThrow('appendfsync always');
    await client.call('acl', 'SETUSER', 'default', '-config');
    await new AppendOnlyCheck(client, log).run();
    disconnectRedis(client);
    await redis.stop();
  });
});
