import { encodeEnvelope } from '@hawser/contracts/streams';
import { type AccountId, type AgentId, newId } from '@hawser/core';
import { silentLogger } from '@hawser/platform';
import {
  connectRedis,
  disconnectRedis,
  openStreamGroupReader,
  type RedisClient,
  StreamWriter,
  streamKey,
} from '@hawser/queue/redis-streams';
import {
  createIngestStore,
  createIntakeLedger,
  journalQueueName,
  type QueuePosition,
  ReadingColumns,
  readTenantId,
} from '@hawser/storage';
import { type RedisServer, startRedis, type TestDatabase, testDatabase } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runQueue } from './run-queue.ts';

const MINUTE_MS = 60_000;

describe('hawser queue', () => {
  let redis: RedisServer;
  let client: RedisClient;
  let db: TestDatabase;
  let env: Record<string, string>;
  const journal = newId<string>();

  beforeAll(async () => {
    [redis, db] = await Promise.all([startRedis({ settings: { requirepass: 'pass' } }), testDatabase()]);
    env = { DATABASE_URL: db.url, REDIS_URL: redis.url, REDIS_PASSWORD: 'pass', HAWSER_SHARDS: '2' };
    client = connectRedis({ url: redis.url, password: 'pass' }, 'test', silentLogger());
    await new Promise((resolve) => client.once('ready', resolve));
  });
  afterAll(async () => {
    disconnectRedis(client);
    await Promise.all([redis.stop(), db.close()]);
  });

  async function run(json: boolean, change: Record<string, string> = {}) {
    const lines = { out: [] as string[], err: [] as string[] };
    const output = { say: (line: string) => lines.out.push(line), complain: (line: string) => lines.err.push(line) };
    const code = await runQueue({ json }, { ...env, ...change }, output);
    return { code, out: lines.out.join('\n'), err: lines.err.join('\n') };
  }

  function record(minutesAgo: number): Uint8Array {
    return encodeEnvelope({
      account: newId<AccountId>(),
      agent: newId<AgentId>(),
      agentName: 'pump',
      serviceInstance: 'default',
      dialect: 'native',
      kind: 'telemetry',
      topic: 'hawser/a/pump/telemetry',
      contentType: null,
      receivedAt: Date.now() - minutesAgo * MINUTE_MS,
      traceparent: null,
      replayOf: null,
      payload: Buffer.from('{}'),
    });
  }

  it('shows an installation on which nothing has happened yet', async () => {
    const { code, out, err } = await run(false);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^SHARD {2}STREAM +ENTRIES/);
    expect(out).toMatch(/^ {4}1 {2}tenant:\S+:agent:devices:ingestion:1 +missing +- +- +- +- +- +- +-$/m);
    expect(out).toContain('No journal is known yet.');
  });

  it('shows what waits, what is under way and who does it', async () => {
    const names = { tenantId: await readTenantId(db.database), serviceInstance: null, shards: 2 };
    const queue = streamKey(names, 0);
    const writer = new StreamWriter(client, { ...names, maxLength: 1_000 });
    await writer.prepare(0, null);
    const records = [90, 60, 30, 10].map((ago, i) => ({ position: i + 1, record: record(ago) }));
    const appended = await writer.append(0, { journal, after: null, records });
    if (appended.kind !== 'appended') expect.fail(appended.kind);
    const [first] = appended.ids;

    const store = createIngestStore(db.database, { queue });
    const lease = await store.acquireShard(0, 'worker-1', MINUTE_MS);
    const reader = openStreamGroupReader(
      { ...names, redis: { url: redis.url, password: 'pass' }, consumer: 'worker-1' },
      silentLogger(),
    );
    await reader.read(0, null, { maxEntries: 3, maxBytes: 1_000_000, waitMs: 0 });
    const empty = { readings: ReadingColumns.of([]), deadLetters: [], ledger: [], cursors: [], opaqueIds: [] };
    const replays = { resolvedDeadLetters: [], failedReplays: [] };
    const positions = [{ journal, position: 1 }];
    await store.commit({ shard: 0, epoch: lease!.epoch, offset: first!, positions, ...empty, ...replays });
    await createIntakeLedger(db.database, { queue: journalQueueName(journal) }).add(0, '4' as QueuePosition, []);
    await reader.close();

    const { code, out, err } = await run(true);
    expect([code, err]).toEqual([0, '']);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ kind: 'streams', queue, tenant_id: names.tenantId, more_journals: false });
    expect(report.shards[0]).toMatchObject({
      ...{ shard: 0, key: queue, entries: 4, lag: 1, pending: 3, owner: 'worker-1', epoch: 1, offset: first },
    });
    expect(report.shards[0].lease_left_ms).toBeLessThanOrEqual(MINUTE_MS);
    // The one after the offset was received an hour ago.
    expect(Math.floor(report.shards[0].oldest_age_ms / MINUTE_MS)).toBe(60);
    expect(report.shards[1]).toMatchObject({ entries: null, owner: null, offset: null, oldest_age_ms: null });
    expect(report.journals).toMatchObject([{ journal, shard: 0, stored: 1, counted: 4 }]);

    const text = (await run(false)).out;
    expect(text).toMatch(/ 4 {4}1 {8}3 +1h +worker-1 /);
    expect(text).not.toContain('Nobody works off');
    await db.database.query(`UPDATE shard_offsets SET lease_until = now() - interval '1 hour'`);
    expect((await run(false)).out).toContain('ended');
    expect((await run(false)).out).toContain('Nobody works off shard 0: is a hawser ingestion running?');
  });

  it('looks at shards that only the database knows, and takes the time of an entry that is no message from its id', async () => {
    const tenantId = 'other';
    const queue = streamKey({ tenantId, serviceInstance: null }, 0);
    const acquire = createIngestStore(db.database, { queue });
    await acquire.acquireShard(2, 'worker-2', MINUTE_MS);
    await client.xadd(streamKey({ tenantId, serviceInstance: null }, 2), `${Date.now() - 5 * MINUTE_MS}-0`, 'x', 'y');
    const change = { INGESTION_TENANT_ID: tenantId };
    const { shards } = JSON.parse((await run(true, change)).out);
    expect(shards).toHaveLength(3);
    expect(shards[2]).toMatchObject({ entries: 1, lag: null, pending: null, owner: 'worker-2' });
    expect(Math.floor(shards[2].oldest_age_ms / MINUTE_MS)).toBe(5);
    expect((await run(false, change)).out).toContain('HAWSER_SHARDS says 2, but the database knows 3 shards.');
  });

  it('says where to look when the queue is embedded', async () => {
    const { code, out } = await run(false, { REDIS_URL: '', DATABASE_URL: '' });
    expect(code).toBe(0);
    expect(out).toMatch(/status line .* \/metrics/);
    expect(JSON.parse((await run(true, { REDIS_URL: '' })).out)).toMatchObject({ kind: 'embedded' });
  });

  it.each([
    [2, /^DATABASE_URL: is not set/, { DATABASE_URL: '' }],
    [2, /^REDIS_URL: The address of Redis is not usable/, { REDIS_URL: 'http://redis' }],
    [2, /^HAWSER_SHARDS: /, { HAWSER_SHARDS: 'many' }],
    [1, /^Redis refused: .*WRONGPASS/, { REDIS_PASSWORD: 'wrong' }],
    [3, /^Redis cannot be reached: connect ECONNREFUSED/, { REDIS_URL: 'redis://127.0.0.1:1' }],
    [3, /^Redis cannot be reached: ./, { REDIS_URL: 'redis+cluster://127.0.0.1:1' }],
    [3, /^The database cannot be reached: connect ECONNREFUSED/, { DATABASE_URL: 'postgres://u:p@127.0.0.1:1/d' }],
  ])('ends with %i and one line: %s', async (code, line, change) => {
    const outcome = await run(false, change);
    expect(outcome.err.split('\n')).toHaveLength(1);
    expect([outcome.code, outcome.out, outcome.err]).toEqual([code, '', expect.stringMatching(line)]);
  });
});
