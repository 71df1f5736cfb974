import type { DecodeOutcome, IndexedReading } from '@hawser/core';
import type { EntryOrigin, QueueEntry, QueueReader } from '@hawser/queue';
import { type EmbeddedLog, openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import type { JournalPosition } from '@hawser/storage';
import { tempDir } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageBatch, ReceivedMessage } from './message.ts';
import { BatchReader } from './read-batch.ts';

const fail = (fact: unknown): never => expect.fail(JSON.stringify(fact));
const NOW = 1_000_000;

let log: EmbeddedLog;
let reader: QueueReader;
let redelivered = 0;

beforeEach(async () => {
  redelivered = 0;
  const dir = await tempDir('queue');
  log = await openEmbeddedLog({ dir, shards: 1, onCorruption: fail, onReleaseError: fail });
  reader = openEmbeddedLogReader({ dir, signal: log.signal, onCorruption: fail });
});
afterEach(async () => {
  await reader.close();
  await log.close();
});

/** A record's first byte says how many readings it has. */
function decode({ id, record }: QueueEntry): ReceivedMessage {
  const count = record[0] ?? 0;
  const readings = Array.from({ length: count }, (_, index) => ({ index }) as IndexedReading);
  const outcome: DecodeOutcome = { kind: 'decoded', messageId: null, readings, refused: [] };
  const envelope = { receivedAt: NOW - count } as ReceivedMessage['envelope'];
  return { entry: id, origin: null, place: null, isMessage: true, envelope, outcome };
}

function open(rows: number, lingerMs = 60_000, stored: readonly JournalPosition[] = []): BatchReader {
  const profile = { rows, lingerMs };
  const callbacks = { onDecoded: () => undefined, onRedelivered: () => redelivered++ };
  const start = { offset: null, positions: stored };
  return new BatchReader(start, { reader, shard: 0, profile, decode, clock: () => NOW, ...callbacks });
}

const next = (batches: BatchReader): Promise<MessageBatch | null> => batches.next(new AbortController().signal);

function withOrigins(inner: QueueReader, origins: readonly EntryOrigin[]): QueueReader {
  const read: QueueReader['read'] = async (...args) =>
    (await inner.read(...args)).map((entry) => ({ ...entry, origin: origins[Number(entry.id) - 1]! }));
  return {
    shards: 1,
    read,
    compare: (a, b) => inner.compare(a, b),
    release: async () => {},
    close: () => inner.close(),
  };
}

async function append(...counts: number[]): Promise<void> {
  for (const count of counts) await log.appender.append(0, Buffer.of(count));
}

describe('reading a batch', () => {
  it('ends a batch with the message that fills it, and begins the next one behind it', async () => {
    await append(4, 4, 4, 4, 10, 1, 9);
    const batches = open(10);
    const sizes = [];
    for (let i = 0; i < 3; i++) sizes.push((await next(batches))?.messages.length);
    expect(sizes).toEqual([3, 2, 2]);
  });

  it('does not wait for others when its messages have waited long enough', async () => {
    await append(200, 3);
    const batch = await next(open(1000, 100));
    expect(batch?.messages).toHaveLength(2);
    expect(batch?.oldestReceivedAt).toBe(NOW - 200);
  });

  it('hands over what it has when it is told to end', async () => {
    await append(1, 2);
    const end = new AbortController();
    const waiting = open(1000).next(end.signal);
    end.abort();
    const batch = await waiting;
    expect(batch === null || batch.messages.length === 2).toBe(true);
  });

  it('passes over entries whose position in their journal is stored or in the batch already', async () => {
    await append(1, 1, 1, 1, 1, 1);
    const origins = [4, 5, 6, 6, 1, 5].map((position, at) => ({ journal: at === 4 ? 'other' : 'one', position }));
    reader = withOrigins(reader, origins);
    const batch = await next(open(1000, 0, [{ journal: 'one', position: 4 }]));
    expect(batch?.messages.map(({ entry }) => Number(entry))).toEqual([2, 3, 5]);
    expect(batch?.lastEntry).toBe('0000000000000006');
    expect(redelivered).toBe(3);
  });

  it('moves past entries that had all come before', async () => {
    await append(1, 1);
    reader = withOrigins(reader, [
      { journal: 'one', position: 1 },
      { journal: 'one', position: 2 },
    ]);
    const batch = await next(open(1000, 0, [{ journal: 'one', position: 2 }]));
    expect(batch).toMatchObject({ messages: [], lastEntry: '0000000000000002' });
  });

  it('answers null when nothing comes', async () => {
    expect(await next(open(10))).toBeNull();
  });
});
