import { cp } from 'node:fs/promises';
import { type RedisServer, startRedis, tempDir, waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { streamKey } from '../redis-streams/keys.ts';
import { expectStored, Load, openStage, type Stage } from '../testing/journal-under-test.ts';
import { connected } from '../testing/streams-under-test.ts';

describe('journal before Redis', () => {
  let redis: RedisServer;
  let stage: Stage;

  beforeEach(async () => {
    redis = await startRedis();
    stage = await openStage({ url: redis.url });
  });

  afterEach(async () => {
    await stage.close();
    await redis.stop();
  });

  async function restart(settings: Record<string, string> = {}): Promise<void> {
    redis = await startRedis({ port: redis.port, dataDir: redis.dataDir, settings });
  }

  function storedAtLeast(count: number): Promise<unknown> {
    return waitFor(() => stage.ingestion.texts.length >= count, { timeoutMs: 30_000, what: `${count} stored` });
  }

  it('loses nothing and doubles nothing when Redis is killed twice under load and comes back empty', async () => {
    const journal = await stage.openJournal();
    stage.ingestion.start();
    const load = new Load(journal.appender, 'a', 20_000);
    for (const seen of [2_000, 8_000]) {
      await storedAtLeast(seen);
      await redis.child.stop('SIGKILL');
      await restart();
    }
    await load.done;
    expect(load.acknowledged).toHaveLength(20_000);
    await expectStored(stage.ingestion, load.acknowledged);
  });

  it('sends again what was read and not stored when Redis was emptied under an open connection', async () => {
    const journal = await stage.openJournal();
    const admin = await connected({ url: redis.url });
    const load = new Load(journal.appender, 'a', 4_000);
    await load.done;
    await waitFor(() => journal.stats().spooledEntries === 0);
    await admin.call('flushall');
    const more = new Load(journal.appender, 'b', 4_000);
    stage.ingestion.start();
    await more.done;
    await expectStored(stage.ingestion, [...load.acknowledged, ...more.acknowledged]);
    admin.disconnect();
  });

  it('is right about batches whose outcome it never learned', async () => {
    const journal = await stage.openJournal();
    const admin = await connected({ url: redis.url });
    stage.ingestion.start();
    const load = new Load(journal.appender, 'a', 20_000);
    for (let cut = 1; cut <= 15; cut++) {
      await storedAtLeast(cut * 500);
      await admin.call('client', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    }
    await load.done;
    await expectStored(stage.ingestion, load.acknowledged);
    expect(stage.ingestion.redelivered).toBe(0);
    admin.disconnect();
  });

  it('keeps the order of what was appended before, during and after an outage', async () => {
    const journal = await stage.openJournal();
    stage.ingestion.start();
    const before = new Load(journal.appender, 'a', 800, 100, 1);
    await before.done;
    await redis.child.stop('SIGKILL');
    const during = new Load(journal.appender, 'a2', 1_000, 100, 1);
    await during.done;
    await waitFor(() => journal.stats().state === 'spooling' && journal.stats().oldestAgeMs > 0);
    expect(journal.stats().spooledEntries).toBeGreaterThanOrEqual(1_000);
    expect(journal.stats().spooledBytes).toBeGreaterThanOrEqual(1_000 * 100);
    const live = new Load(journal.appender, 'a3', 1_000, 100, 1);
    await restart();
    await live.done;
    const all = [...before.acknowledged, ...during.acknowledged, ...live.acknowledged];
    await waitFor(() => stage.ingestion.texts.length >= all.length, { timeoutMs: 30_000 });
    expect(stage.ingestion.texts).toEqual(all);
    await waitFor(() => journal.stats().state === 'flowing' && journal.stats().spooledEntries === 0);
  });

  it('keeps in the journal what a Redis with full memory refuses', async () => {
    await redis.stop();
    await restart({ maxmemory: '4mb', 'maxmemory-policy': 'noeviction' });
    const journal = await stage.openJournal();
    const load = new Load(journal.appender, 'a', 16_000, 1_000);
    await load.done;
    await waitFor(() => journal.stats().state === 'spooling');
    expect(journal.stats().spooledEntries).toBeGreaterThan(8_000);
    stage.ingestion.start();
    await expectStored(stage.ingestion, load.acknowledged);
    expect(stage.ingestion.redelivered).toBe(0);
  });

  it('stops at the high-water mark while nobody reads, and drops nothing', async () => {
    const journal = await stage.openJournal({ maxLength: 500 });
    const admin = await connected({ url: redis.url });
    const load = new Load(journal.appender, 'a', 8_000);
    await load.done;
    await waitFor(() => journal.stats().state === 'spooling');
    const length = await admin.xlen(streamKey(stage.names, 0));
    expect(length).toBeGreaterThanOrEqual(500);
    expect(length).toBeLessThanOrEqual(500 + 1_000);
    expect(journal.stats().spooledEntries).toBe(8_000 - length);
    stage.ingestion.start();
    const more = new Load(journal.appender, 'b', 8_000);
    await more.done;
    await expectStored(stage.ingestion, [...load.acknowledged, ...more.acknowledged]);
    await waitFor(async () => (await admin.xlen(streamKey(stage.names, 0))) === 0);
    admin.disconnect();
  });

  it('makes appends wait when the journal is full, and takes them when there is room', async () => {
    const journal = await stage.openJournal({ maxLength: 10, maxBytes: 400_000 });
    const load = new Load(journal.appender, 'a', 8_000);
    await waitFor(() => journal.stats().state === 'full');
    expect(load.acknowledged.length).toBeLessThan(4_000);
    stage.ingestion.start();
    await load.done;
    await expectStored(stage.ingestion, load.acknowledged);
  });

  it('gives no position out again when its folder was set back to an older copy', async () => {
    const journal = await stage.openJournal();
    const before = new Load(journal.appender, 'a', 400);
    await before.done;
    const copy = await tempDir('copy');
    await cp(journal.dir, copy, { recursive: true });
    const lost = new Load(journal.appender, 'b', 400);
    await lost.done;
    await waitFor(() => journal.stats().spooledEntries === 0);
    await journal.close();
    const old = await stage.openJournal({ dir: copy });
    const after = new Load(old.appender, 'c', 400);
    await after.done;
    stage.ingestion.start();
    await expectStored(
      stage.ingestion,
      [before, lost, after].flatMap(({ acknowledged }) => acknowledged),
    );
  });

  it('takes two journals into one stream, also when only one of them meets the empty Redis', async () => {
    const first = await stage.openJournal();
    const second = await stage.openJournal();
    const loads = [new Load(first.appender, 'a', 2_000), new Load(second.appender, 'b', 2_000)];
    await Promise.all(loads.map(({ done }) => done));
    await waitFor(() => first.stats().spooledEntries + second.stats().spooledEntries === 0);
    await redis.child.stop('SIGKILL');
    await restart();
    loads.push(new Load(first.appender, 'c', 800));
    await waitFor(() => first.stats().state === 'flowing' && first.stats().spooledEntries === 0);
    loads.push(new Load(second.appender, 'd', 800));
    stage.ingestion.start();
    await Promise.all(loads.map(({ done }) => done));
    await expectStored(
      stage.ingestion,
      loads.flatMap(({ acknowledged }) => acknowledged),
    );
  });

  it('gives what others put into the stream as it is, without an origin', async () => {
    const journal = await stage.openJournal();
    const admin = await connected({ url: redis.url });
    const load = new Load(journal.appender, 'a', 80);
    await load.done;
    await waitFor(() => journal.stats().spooledEntries === 0);
    const stream = streamKey(stage.names, 0);
    await admin.xadd(stream, '*', 'who', 'somebody', 'what', 'else');
    await admin.xadd(stream, '*', 'e', Buffer.concat([Buffer.from([9]), Buffer.alloc(60, 'x')]));
    await admin.xadd(stream, '*', 'e', 'short');
    stage.ingestion.start();
    await expectStored(stage.ingestion, load.acknowledged);
    await waitFor(() => stage.ingestion.foreign.length === 3);
    expect(stage.ingestion.foreign).toEqual(['who: somebody\nwhat: else', `e: \t${'x'.repeat(60)}`, 'e: short']);
    admin.disconnect();
  });

  it('keeps what goes to two service instances apart', async () => {
    const { tenantId } = stage.names;
    const east = await openStage({ url: redis.url }, { tenantId, serviceInstance: 'east' });
    const [here, there] = await Promise.all([stage.openJournal(), east.openJournal()]);
    const loads = [new Load(here.appender, 'default', 400), new Load(there.appender, 'east', 400)] as const;
    await Promise.all(loads.map(({ done }) => done));
    east.ingestion.start();
    await expectStored(east.ingestion, loads[1].acknowledged);
    expect(stage.ingestion.texts).toEqual([]);
    stage.ingestion.start();
    await expectStored(stage.ingestion, loads[0].acknowledged);
    await east.close();
  });
});
