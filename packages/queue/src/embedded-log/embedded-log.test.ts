import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { tempDir, waitFor } from '@hawser/testkit';
import { describe, expect, it } from 'vitest';
import { describeQueueConformance, type QueueUnderTest, type QueueUnderTestOptions } from '../conformance.ts';
import type { EntryId } from '../port.ts';
import { openEmbeddedLog } from './embedded-log.ts';
import { formatEntryId } from './entry-id.ts';
import { openEmbeddedLogReader } from './reader.ts';
import { openLogUnderTest, readAll, textOf } from './testing/log-under-test.ts';

const ALL = { maxEntries: 10_000, maxBytes: 10_000_000, waitMs: 0 };

async function underTest(dir: string, options: QueueUnderTestOptions): Promise<QueueUnderTest> {
  const report = (fact: unknown): never => expect.fail(JSON.stringify(fact));
  const log = await openEmbeddedLog({ dir, ...options, onCorruption: report, onReleaseError: report });
  return {
    appender: log.appender,
    openReader: async () => openEmbeddedLogReader({ dir, signal: log.signal, onCorruption: report }),
    restart: async () => {
      await log.close();
      return underTest(dir, options);
    },
    close: () => log.close(),
  };
}

describeQueueConformance('embedded log', async (options) => underTest(await tempDir('log'), options));

async function segmentFiles(dir: string): Promise<string[]> {
  const folder = join(dir, 'shard-000');
  return (await readdir(folder)).sort().map((file) => join(folder, file));
}

function appendNumbers(log: { append(shard: number, record: Uint8Array): Promise<EntryId> }, from: number, to: number) {
  const numbers = Array.from({ length: to - from }, (_, i) => String(from + i).padStart(100, '.'));
  return Promise.all(numbers.map((text) => log.append(0, Buffer.from(text))));
}

describe('embedded log', () => {
  it('prints consecutive ids as 16 digits', async () => {
    const { log, close } = await openLogUnderTest({ dir: await tempDir('log') });
    expect(await log.appender.append(0, Buffer.from('a'))).toBe('0000000000000001');
    expect(await log.appender.append(0, Buffer.from('b'))).toBe('0000000000000002');
    await close();
  });

  it('begins a new file at the size asked for, and reads across files', async () => {
    const dir = await tempDir('log');
    const { log, reader, close } = await openLogUnderTest({ dir });
    for (let i = 0; i < 10; i++) await appendNumbers(log.appender, i * 20, i * 20 + 20);
    expect((await segmentFiles(dir)).length).toBeGreaterThanOrEqual(4);
    const entries = await readAll(reader);
    expect(entries.map((entry) => Number(entry.id))).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    await close();
  });

  it('finds any place by its id', async () => {
    const dir = await tempDir('log');
    const { log, close } = await openLogUnderTest({ dir });
    for (let i = 0; i < 10; i++) await appendNumbers(log.appender, i * 20, i * 20 + 20);
    for (const after of [0, 1, 19, 20, 21, 39, 57, 120, 199]) {
      const reader = openEmbeddedLogReader({ dir, signal: log.signal, onCorruption: () => expect.fail() });
      const [first] = await reader.read(0, formatEntryId(after), ALL);
      expect(Number(first?.id)).toBe(after + 1);
      await reader.close();
    }
    await close();
  });

  it('deletes whole files when everything in them is released, and keeps the newest', async () => {
    const dir = await tempDir('log');
    const { log, reader, close } = await openLogUnderTest({ dir });
    for (let i = 0; i < 10; i++) await appendNumbers(log.appender, i * 20, i * 20 + 20);
    const before = await segmentFiles(dir);
    await reader.release(0, formatEntryId(100));
    await waitFor(async () => (await segmentFiles(dir)).length < before.length);
    expect(Number((await reader.read(0, formatEntryId(100), ALL))[0]?.id)).toBe(101);
    await reader.release(0, formatEntryId(200));
    await waitFor(async () => (await segmentFiles(dir)).length === 1);
    expect(log.appender.depth()).toEqual({ entries: 0, bytes: 0 });
    await close();
  });

  it('serves and releases from another thread', async () => {
    const dir = await tempDir('log');
    const { log, close } = await openLogUnderTest({ dir, maxBytes: 20_000 });
    const entry = new URL('./testing/draining-thread.mjs', import.meta.url);
    const worker = new Worker(entry, {
      workerData: { dir, signal: log.signal, until: 1000 },
    });
    const drained = new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    for (let i = 0; i < 10; i++) await appendNumbers(log.appender, i * 100, i * 100 + 100);
    expect(await drained).toEqual({ entries: 1000, inOrder: true });
    await waitFor(() => log.appender.depth().entries === 0);
    await worker.terminate();
    await close();
  });

  it('refuses to open with fewer shards than it has', async () => {
    const dir = await tempDir('log');
    await (await openLogUnderTest({ dir, shards: 3 })).close();
    await expect(openLogUnderTest({ dir, shards: 2 })).rejects.toThrow('has 3 shards');
    await (await openLogUnderTest({ dir, shards: 4 })).close();
  });

  it('never gives out an id that the database knows, though the files are gone', async () => {
    const dir = await tempDir('log');
    const { log, reader, close } = await openLogUnderTest({ dir, startAfter: [formatEntryId(500)] });
    expect(Number(await log.appender.append(0, Buffer.from('new')))).toBe(501);
    expect((await reader.read(0, formatEntryId(500), ALL)).map(textOf)).toEqual(['new']);
    await close();
    const again = await openLogUnderTest({ dir, startAfter: [formatEntryId(700)] });
    expect(Number(await again.log.appender.append(0, Buffer.from('newer')))).toBe(701);
    expect((await readAll(again.reader)).map(textOf)).toEqual(['new', 'newer']);
    await again.close();
  });

  it('says so when it is asked for entries above its last one, instead of skipping what comes next', async () => {
    const { reader, close } = await openLogUnderTest({ dir: await tempDir('log') });
    await expect(reader.read(0, formatEntryId(7), ALL)).rejects.toThrow('above the last one');
    await close();
  });

  it('refuses ids of another queue', async () => {
    const { reader, close } = await openLogUnderTest({ dir: await tempDir('log') });
    await expect(reader.read(0, '1700000000000-0' as EntryId, ALL)).rejects.toThrow('not an entry id');
    await close();
  });
});

describe('embedded log with damaged files', () => {
  it('cuts the torn end of a write and goes on behind it', async () => {
    const dir = await tempDir('log');
    const first = await openLogUnderTest({ dir });
    await appendNumbers(first.log.appender, 0, 10);
    await first.close();
    const [file] = await segmentFiles(dir);
    await writeFile(file!, Buffer.from('HWR1 torn'), { flag: 'a' });
    const second = await openLogUnderTest({ dir });
    expect(second.reports).toMatchObject([{ cause: 'torn-tail', bytes: 9 }]);
    await appendNumbers(second.log.appender, 10, 12);
    expect((await readAll(second.reader)).map((entry) => Number(textOf(entry).replaceAll('.', '')))).toEqual(
      Array.from({ length: 12 }, (_, i) => i),
    );
    expect(second.reports).toHaveLength(1);
    await second.close();
  });

  it('skips a damaged record in the middle, reports it once, and loses no other', async () => {
    const dir = await tempDir('log');
    const first = await openLogUnderTest({ dir, segmentBytes: 1_000_000 });
    await appendNumbers(first.log.appender, 0, 10);
    await first.close();
    const [file] = await segmentFiles(dir);
    const bytes = await readFile(file!);
    bytes[3 * 120 + 50]! ^= 1;
    bytes[6 * 120 + 9]! ^= 1;
    await writeFile(file!, bytes);
    const second = await openLogUnderTest({ dir });
    second.reports.length = 0;
    expect((await readAll(second.reader)).map(({ id }) => Number(id))).toEqual([1, 2, 3, 5, 6, 8, 9, 10]);
    expect(second.reports).toMatchObject([
      { cause: 'damaged', offset: 360, bytes: 120 },
      { cause: 'damaged', offset: 720, bytes: 120 },
    ]);
    await second.close();
  });

  it('goes on with the next file when the end of one is gone', async () => {
    const dir = await tempDir('log');
    const first = await openLogUnderTest({ dir });
    for (let i = 0; i < 4; i++) await appendNumbers(first.log.appender, i * 40, i * 40 + 40);
    await first.close();
    const [file] = await segmentFiles(dir);
    await truncate(file!, 1000);
    const second = await openLogUnderTest({ dir });
    const ids = (await readAll(second.reader)).map(({ id }) => Number(id));
    expect(ids).toEqual([
      ...Array.from({ length: 8 }, (_, i) => i + 1),
      ...Array.from({ length: 120 }, (_, i) => i + 41),
    ]);
    expect(second.reports).toMatchObject([{ cause: 'damaged', offset: 960, bytes: 40 }]);
    await second.close();
  });

  it('does not take the bytes of a payload for a record', async () => {
    const dir = await tempDir('log');
    const donor = await openLogUnderTest({ dir: `${dir}/donor` });
    await donor.log.appender.append(0, Buffer.from('forged'));
    await donor.close();
    const forged = await readFile((await segmentFiles(`${dir}/donor`))[0]!);
    const first = await openLogUnderTest({ dir: `${dir}/log` });
    await first.log.appender.append(0, Buffer.concat([Buffer.alloc(30), forged]));
    await first.log.appender.append(0, Buffer.from('honest'));
    await first.close();
    const [file] = await segmentFiles(`${dir}/log`);
    const bytes = await readFile(file!);
    bytes[25]! ^= 1;
    await writeFile(file!, bytes);
    const second = await openLogUnderTest({ dir: `${dir}/log` });
    expect((await readAll(second.reader)).map(textOf)).toEqual(['honest']);
    await second.close();
  });
});
