import { randomUUID } from 'node:crypto';
import { silentLogger } from '@hawser/platform';
import { openJournaledQueue } from '@hawser/queue/journal';
import {
  connectRedis,
  disconnectRedis,
  openStreamGroupReader,
  type RedisClient,
  StreamWriter,
} from '@hawser/queue/redis-streams';
import { startRedis, tempDir, waitFor } from '@hawser/testkit';
import { report, seconds } from './support/measure.ts';
import { rawAddRate } from './support/raw-stream.ts';

/**
 * The queue of the larger shapes alone: records into a journal on this machine's disk, from there into a Redis stream,
 * and out of it. The limit is a pipeline of XADDs with the same bytes, which nothing would keep through a crash.
 */

const RECORDS = 200_000;
const RECORD_BYTES = 200;
const IN_FLIGHT = 1_000;
const READ = { maxEntries: 10_000, maxBytes: 1024 * 1024, waitMs: 0 };

const log = silentLogger();
const names = { tenantId: randomUUID(), serviceInstance: null, shards: 1 };
const record = new Uint8Array(RECORD_BYTES).fill(7);

interface JournalRates {
  readonly acknowledged: number;
  readonly forwarded: number;
}

async function journalRates(client: RedisClient): Promise<JournalRates> {
  const none = async () => new Map<number, number>();
  const queue = await openJournaledQueue(
    { dir: await tempDir('bench-journal'), shards: 1, maxBytes: 1024 ** 3 },
    {
      writer: new StreamWriter(client, { ...names, maxLength: RECORDS }),
      storedPositions: none,
      countedPositions: none,
      newGeneration: async () => null,
      receivedAt: () => null,
      clock: Date.now,
      log,
      onCorruption: fail,
    },
  );
  let left = RECORDS;
  const lane = async () => {
    while (left-- > 0) await queue.appender.append(0, record);
  };
  let acknowledged = 0;
  const forwarded = await seconds(async () => {
    acknowledged = await seconds(() => Promise.all(Array.from({ length: IN_FLIGHT }, lane)));
    await waitFor(() => queue.stats().spooledEntries === 0, { timeoutMs: 60_000, intervalMs: 5 });
  });
  await queue.close();
  return { acknowledged: RECORDS / acknowledged, forwarded: RECORDS / forwarded };
}

async function readRate(url: string): Promise<number> {
  const reader = openStreamGroupReader({ ...names, redis: { url }, consumer: 'bench' }, log);
  const taken = await seconds(async () => {
    for (let last = null, seen = 0; seen < RECORDS; ) {
      const entries = await reader.read(0, last, READ);
      last = entries.at(-1)?.id ?? last;
      seen += entries.length;
      if (last !== null) await reader.release(0, last);
    }
  });
  await reader.close();
  return RECORDS / taken;
}

function fail(reason: unknown): never {
  throw new Error('The journal failed under the benchmark', { cause: reason });
}

const redis = await startRedis();
const client = connectRedis({ url: redis.url }, 'hawser:bench', log);
await new Promise((resolve) => client.once('ready', resolve));
const limit = await rawAddRate(client, RECORDS, Buffer.from(record));
const { acknowledged, forwarded } = await journalRates(client);
report({ name: 'journal_acknowledged', value: acknowledged, unit: 'records/s', limit });
report({ name: 'journal_forwarded', value: forwarded, unit: 'records/s', limit });
report({ name: 'stream_read', value: await readRate(redis.url), unit: 'records/s', limit });
disconnectRedis(client);
await redis.stop();
