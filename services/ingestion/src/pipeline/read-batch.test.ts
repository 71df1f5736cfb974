import type { DecodeOutcome, IndexedReading } from '@hawser/core';
import type { QueueEntry, QueueReader } from '@hawser/queue';
import { type EmbeddedLog, openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { tempDir } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageBatch, ReceivedMessage } from './message.ts';
import { BatchReader } from './read-batch.ts';

const fail = (fact: unknown): never => expect.fail(JSON.stringify(fact));
const NOW = 1_000_000;

let log: EmbeddedLog;
let reader: QueueReader;

beforeEach(async () => {
  const dir = await tempDir('queue');
  log = await openEmbeddedLog({ dir, shards: 1, onCorruption: fail, onReleaseError: fail });
  reader = openEmbeddedLogReader({ dir, signal: log.signal, onCorruption: fail });
});
afterEach(async () => {
  await reader.close();
  await log.close();
});

/** A record's first byte says how many readings it has; 0 stands for an entry that is no envelope. */
function decode({ id, record }: QueueEntry): ReceivedMessage | null {
  const count = record[0] ?? 0;
  if (count === 0) return null;
  const readings = Array.from({ length: count }, (_, index) => ({ index }) as IndexedReading);
  const outcome: DecodeOutcome = { kind: 'decoded', messageId: null, readings, refused: [] };
  return { entry: id, envelope: { receivedAt: NOW - count } as ReceivedMessage['envelope'], outcome };
}

function open(rows: number, lingerMs = 60_000): BatchReader {
  const profile = { rows, lingerMs };
  return new BatchReader(null, { reader, shard: 0, profile, decode, clock: () => NOW, onDecoded: () => undefined });
}

const next = (batches: BatchReader): Promise<MessageBatch | null> => batches.next(new AbortController().signal);

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

  it('moves past entries that are no envelopes', async () => {
    await append(0, 0);
    const batch = await next(open(1000, 0));
    expect(batch).toMatchObject({ messages: [], lastEntry: '0000000000000002' });
  });

  it('answers null when nothing comes', async () => {
    expect(await next(open(10))).toBeNull();
  });
});
