import { waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryId, QueueAppender, QueueReader, ReadOptions } from './port.ts';

export interface QueueUnderTestOptions {
  readonly shards: number;
  /** Most bytes, or in each shard most entries, not yet released: an adapter keeps at least one of the two limits. */
  readonly maxBytes: number;
  readonly maxEntries: number;
}

/** One queue of an adapter, empty at first. */
export interface QueueUnderTest {
  readonly appender: QueueAppender;
  openReader(): Promise<QueueReader>;
  /** Closes everything and opens the same queue again, as a restart of the process would. */
  restart(): Promise<QueueUnderTest>;
  close(): Promise<void>;
}

const ALL: ReadOptions = { maxEntries: 10_000, maxBytes: 64 * 1024 * 1024, waitMs: 0 };
const PATIENT: ReadOptions = { ...ALL, waitMs: 20_000 };

/**
 * What every queue adapter must do, whatever it keeps the entries in.
 *
 * @param name - of the adapter
 * @param open - makes a new, empty queue
 */
export function describeQueueConformance(
  name: string,
  open: (options: QueueUnderTestOptions) => Promise<QueueUnderTest>,
): void {
  describe(`queue conformance: ${name}`, () => {
    let queue: QueueUnderTest;
    let reader: QueueReader;

    beforeEach(async () => {
      queue = await open({ shards: 2, maxBytes: 1024 * 1024, maxEntries: 1_000 });
      reader = await queue.openReader();
    });

    afterEach(async () => {
      await reader.close();
      await queue.close();
    });

    async function reopen(options: QueueUnderTestOptions): Promise<void> {
      await reader.close();
      await queue.close();
      queue = await open(options);
      reader = await queue.openReader();
    }

    /** What other processes released may be seen a little later. */
    async function awaitDepth(entries: number): Promise<void> {
      await waitFor(() => queue.appender.depth().entries === entries, { what: `a depth of ${entries}` });
    }

    async function appendTexts(shard: number, ...texts: string[]): Promise<EntryId[]> {
      return Promise.all(texts.map((text) => queue.appender.append(shard, Buffer.from(text))));
    }

    async function readTexts(shard: number, after: EntryId | null, options = ALL): Promise<string[]> {
      return (await reader.read(shard, after, options)).map(({ record }) => Buffer.from(record).toString());
    }

    it('gives back the bytes in the order of the appends', async () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
      const ids = [...(await appendTexts(0, 'a', '', 'c')), await queue.appender.append(0, bytes)];
      const entries = await reader.read(0, null, ALL);
      expect(entries.map((entry) => entry.id)).toEqual(ids);
      expect(entries.slice(0, 3).map(({ record }) => Buffer.from(record).toString())).toEqual(['a', '', 'c']);
      expect(Buffer.from(nth(entries, 3).record).equals(bytes)).toBe(true);
    });

    it('orders its ids', async () => {
      const ids = await appendTexts(0, ...Array.from({ length: 20 }, String));
      expect(ids.toSorted((a, b) => reader.compare(a, b))).toEqual(ids);
      expect(reader.compare(nth(ids, 3), nth(ids, 3))).toBe(0);
      expect(reader.compare(nth(ids, 9), nth(ids, 10))).toBeLessThan(0);
    });

    it('reads on from any entry', async () => {
      const ids = await appendTexts(0, 'a', 'b', 'c', 'd');
      expect(await readTexts(0, nth(ids, 1))).toEqual(['c', 'd']);
      expect(await readTexts(0, nth(ids, 0))).toEqual(['b', 'c', 'd']);
      expect(await readTexts(0, nth(ids, 3))).toEqual([]);
      expect(await readTexts(0, null)).toEqual(['a', 'b', 'c', 'd']);
    });

    it('reads at most what was asked for, and at least one entry', async () => {
      const ids = await appendTexts(0, 'aaaa', 'bbbb', 'cccc');
      expect(await readTexts(0, null, { ...ALL, maxEntries: 2 })).toEqual(['aaaa', 'bbbb']);
      expect(await readTexts(0, null, { ...ALL, maxBytes: 9 })).toEqual(['aaaa', 'bbbb']);
      expect(await readTexts(0, nth(ids, 0), { ...ALL, maxBytes: 1 })).toEqual(['bbbb']);
    });

    it('keeps the shards apart', async () => {
      await appendTexts(0, 'zero');
      await appendTexts(1, 'one');
      expect(await readTexts(0, null)).toEqual(['zero']);
      expect(await readTexts(1, null)).toEqual(['one']);
      await expect(queue.appender.append(2, Buffer.from('none'))).rejects.toThrow();
      await expect(reader.read(2, null, ALL)).rejects.toThrow();
    });

    it('keeps the order of each caller when many append at once', async () => {
      const caller = async (name: string) => {
        for (let i = 0; i < 50; i++) await queue.appender.append(0, Buffer.from(`${name} ${i}`));
      };
      await Promise.all(['a', 'b', 'c', 'd'].map(caller));
      const texts = await readTexts(0, null);
      expect(new Set(texts).size).toBe(200);
      const ofB = texts.filter((text) => text.startsWith('b'));
      expect(ofB).toEqual(Array.from({ length: 50 }, (_, i) => `b ${i}`));
    });

    it('answers at once when there is nothing and no wait was asked for', async () => {
      expect(await readTexts(0, null)).toEqual([]);
    });

    it('wakes a waiting read on the first append', async () => {
      const waiting = readTexts(0, null, PATIENT);
      await appendTexts(1, 'another shard');
      await appendTexts(0, 'now');
      expect(await waiting).toEqual(['now']);
    });

    it('ends a waiting read when it is aborted', async () => {
      const abort = new AbortController();
      const waiting = readTexts(0, null, { ...PATIENT, signal: abort.signal });
      abort.abort();
      expect(await waiting).toEqual([]);
    });

    it('answers nothing at once when the wait was aborted before', async () => {
      expect(await readTexts(0, null, { ...PATIENT, signal: AbortSignal.abort() })).toEqual([]);
    });

    it('reads on after a wait was aborted', async () => {
      const abort = new AbortController();
      const waiting = readTexts(0, null, { ...PATIENT, signal: abort.signal });
      abort.abort();
      await waiting;
      const again = readTexts(0, null, PATIENT);
      await appendTexts(0, 'now');
      expect(await again).toEqual(['now']);
    });

    it('keeps origins apart: every entry has one of its own, or none has', async () => {
      await appendTexts(0, 'a', 'b', 'c');
      const origins = (await reader.read(0, null, ALL)).map(({ origin }) => origin);
      const journals = new Set(origins.map((origin) => origin?.journal));
      const positions = origins.map((origin) => origin?.position ?? 0);
      expect(journals.size).toBe(1);
      if (journals.has(undefined)) return;
      expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b));
    });

    it('serves several readers independently', async () => {
      const ids = await appendTexts(0, 'a', 'b');
      const other = await queue.openReader();
      expect(await readTexts(0, nth(ids, 0))).toEqual(['b']);
      expect(await other.read(0, null, ALL)).toHaveLength(2);
      await other.close();
    });

    it('counts what is not released', async () => {
      const ids = await appendTexts(0, 'aa', 'bb', 'cc');
      await appendTexts(1, 'dd');
      await awaitDepth(4);
      expect(queue.appender.depth().bytes).toBeGreaterThanOrEqual(8);
      await reader.release(0, nth(ids, 1));
      await awaitDepth(2);
      expect(await readTexts(0, nth(ids, 1))).toEqual(['cc']);
      await reader.release(0, nth(ids, 2));
      await reader.release(0, nth(ids, 0));
      await awaitDepth(1);
    });

    it('makes appends wait when it is full, until entries are released', async () => {
      await reopen({ shards: 2, maxBytes: 1024 * 1024, maxEntries: 2 });
      const half = Buffer.alloc(512 * 1024 - 100);
      const ids = [await queue.appender.append(0, half), await queue.appender.append(0, half)];
      expect(queue.appender.saturated).toBe(false);
      const waiting = [queue.appender.append(0, half), queue.appender.append(1, Buffer.alloc(200))];
      await waitFor(() => queue.appender.saturated);
      await reader.release(0, nth(ids, 1));
      await Promise.all(waiting);
      expect(queue.appender.saturated).toBe(false);
      expect(await readTexts(0, nth(ids, 1))).toHaveLength(1);
    });

    it('takes one record that is larger than the whole queue may be', async () => {
      await queue.appender.append(0, Buffer.alloc(2 * 1024 * 1024, 7));
      const [entry] = await reader.read(0, null, { ...ALL, maxBytes: 1 });
      expect(entry?.record.length).toBe(2 * 1024 * 1024);
    });

    it('has everything after a restart, and goes on with higher ids', async () => {
      const ids = await appendTexts(0, 'a', 'b');
      await reader.close();
      queue = await queue.restart();
      reader = await queue.openReader();
      const next = nth(await appendTexts(0, 'c'), 0);
      expect(await readTexts(0, null)).toEqual(['a', 'b', 'c']);
      expect(await readTexts(0, nth(ids, 1))).toEqual(['c']);
      expect(reader.compare(nth(ids, 1), next)).toBeLessThan(0);
    });

    it('goes on with higher ids after a restart with nothing left', async () => {
      const ids = await appendTexts(0, 'a', 'b');
      await reader.release(0, nth(ids, 1));
      await reader.close();
      queue = await queue.restart();
      reader = await queue.openReader();
      await appendTexts(0, 'c');
      expect(await readTexts(0, nth(ids, 1))).toEqual(['c']);
    });

    it('finishes the appends under way when it closes, and takes no more', async () => {
      const underWay = appendTexts(0, 'a', 'b');
      await queue.appender.close();
      expect(await underWay).toHaveLength(2);
      await expect(queue.appender.append(0, Buffer.from('late'))).rejects.toThrow();
    });

    it('refuses appends that wait for room when it closes', async () => {
      await reopen({ shards: 2, maxBytes: 1024 * 1024, maxEntries: 1 });
      await queue.appender.append(0, Buffer.alloc(1024 * 1024));
      const waiting = expect(queue.appender.append(0, Buffer.alloc(10))).rejects.toThrow();
      await waitFor(() => queue.appender.saturated);
      await queue.appender.close();
      await waiting;
    });
  });
}

function nth<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`There is no item ${index} in ${items.length}`);
  return item;
}
