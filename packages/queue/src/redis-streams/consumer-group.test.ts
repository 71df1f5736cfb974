import { randomUUID } from 'node:crypto';
import { silentLogger } from '@hawser/platform';
import { type RedisServer, startRedis } from '@hawser/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { EntryId, QueueReader } from '../port.ts';
import { connected } from '../testing/streams-under-test.ts';
import type { RedisClient } from './connect.ts';
import { INGESTION_GROUP, streamKey } from './keys.ts';
import { openStreamGroupReader } from './reader.ts';
import { StreamWriter } from './stream-writer.ts';

const log = silentLogger();
let redis: RedisServer;
let admin: RedisClient;
let names: { tenantId: string; serviceInstance: null; shards: number };
let ids: readonly EntryId[];

beforeAll(async () => {
  redis = await startRedis();
  admin = await connected({ url: redis.url });
});
afterAll(async () => {
  admin.disconnect();
  await redis.stop();
});

beforeEach(async () => {
  names = { tenantId: randomUUID(), serviceInstance: null, shards: 1 };
  const writer = new StreamWriter(admin, { ...names, maxLength: 1_000 });
  await writer.prepare(0, null);
  const records = Array.from({ length: 100 }, (_, i) => ({ position: i + 1, record: Buffer.alloc(10, i) }));
  const outcome = await writer.append(0, { journal: randomUUID(), after: null, records });
  if (outcome.kind !== 'appended') expect.fail(outcome.kind);
  ids = outcome.ids;
});

function open(consumer: string): QueueReader {
  return openStreamGroupReader({ ...names, redis: { url: redis.url }, consumer }, log);
}

function take(reader: QueueReader, after: EntryId | null, maxEntries: number, maxBytes = 1_000_000) {
  return reader.read(0, after, { maxEntries, maxBytes, waitMs: 0 });
}

async function group(): Promise<Record<string, unknown>> {
  const [facts = []] = (await admin.xinfo('GROUPS', streamKey(names, 0))) as unknown[][];
  const pairs = facts.flatMap((name, i) => (i % 2 === 0 ? [[String(name), facts[i + 1]] as const] : []));
  return Object.fromEntries(pairs);
}

it('shows in Redis what waits, what is under way, and what is done', async () => {
  const reader = open('first');
  await take(reader, null, 40);
  expect(await group()).toMatchObject({ name: INGESTION_GROUP, pending: 40, lag: 60 });
  await reader.release(0, ids[29]!);
  expect(await group()).toMatchObject({ pending: 10, lag: 60 });
  expect(await admin.xlen(streamKey(names, 0))).toBe(70);
  await take(reader, ids[39]!, 1_000, 105);
  expect(await group()).toMatchObject({ lag: 50, 'last-delivered-id': ids[49] });
  await take(reader, ids[49]!, 1_000);
  await reader.release(0, ids[99]!);
  expect(await group()).toMatchObject({ pending: 0, lag: 0 });
  expect(await admin.xlen(streamKey(names, 0))).toBe(0);
  await reader.close();
});

it('lets a new owner go on from its own place, whatever the old one has read or still reads', async () => {
  const old = open('old');
  const owner = open('owner');
  await take(old, null, 60);
  const seen: EntryId[] = [];
  let last: EntryId | null = ids[9]!;
  for (;;) {
    const entries = await take(owner, last, 7);
    seen.push(...entries.map(({ id }) => id));
    last = entries.at(-1)?.id ?? last;
    if (entries.length === 0) break;
    await take(old, ids[59]!, 10);
  }
  expect(seen).toEqual(ids.slice(10));
  await owner.release(0, ids[99]!);
  expect(await group()).toMatchObject({ pending: 0 });
  await Promise.all([old.close(), owner.close()]);
});

it('makes the group when it is missing', async () => {
  await admin.xgroup('DESTROY', streamKey(names, 0), INGESTION_GROUP);
  const reader = open('first');
  expect(await take(reader, ids[49]!, 1_000)).toHaveLength(50);
  await admin.xgroup('DESTROY', streamKey(names, 0), INGESTION_GROUP);
  await reader.release(0, ids[99]!);
  expect(await admin.xlen(streamKey(names, 0))).toBe(0);
  await reader.close();
});

it('has nothing to read and nothing to release where there is no stream', async () => {
  await admin.del(streamKey(names, 0));
  const reader = open('first');
  expect(await take(reader, ids[0]!, 10)).toEqual([]);
  await reader.release(0, ids[99]!);
  expect(await admin.exists(streamKey(names, 0))).toBe(0);
  await reader.close();
});
