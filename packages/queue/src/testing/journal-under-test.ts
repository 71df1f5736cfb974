import { randomUUID } from 'node:crypto';
import { silentLogger } from '@hawser/platform';
import { tempDir, waitFor } from '@hawser/testkit';
import { expect } from 'vitest';
import { type JournaledQueue, openJournaledQueue } from '../journal/journaled-queue.ts';
import type { QueueAppender } from '../port.ts';
import { connectRedis, disconnectRedis, type RedisConnectionConfig } from '../redis-streams/connect.ts';
import type { StreamNames } from '../redis-streams/keys.ts';
import { StreamWriter } from '../redis-streams/stream-writer.ts';
import { TestIngestion } from './test-ingestion.ts';

export interface JournalOptions {
  readonly maxLength?: number;
  readonly maxBytes?: number;
  readonly dir?: string;
}

/** Names of the stream; a tenant of its own when left out. */
export type StageNames = Partial<StreamNames>;

export interface Stage {
  readonly names: StreamNames & { readonly shards: number };
  readonly ingestion: TestIngestion;
  /** Opens a journal of its own into the one stream of the stage. */
  openJournal(options?: JournalOptions): Promise<JournaledQueue & { readonly dir: string }>;
  close(): Promise<void>;
}

/** One stream in a Redis, its consumer, and as many journals as a test opens. */
export async function openStage(redis: RedisConnectionConfig, own: StageNames = {}): Promise<Stage> {
  const names = { tenantId: randomUUID(), serviceInstance: null, ...own, shards: 1 } as const;
  const log = silentLogger();
  const ingestion = new TestIngestion({ ...names, redis });
  const closing: (() => Promise<void>)[] = [() => ingestion.close()];
  return {
    names,
    ingestion,
    openJournal: async ({ maxLength = 1_000_000, maxBytes = 256 * 1024 * 1024, dir } = {}) => {
      const client = connectRedis(redis, 'hawser:journal', log);
      const folder = dir ?? (await tempDir('journal'));
      const journal = await openJournaledQueue(
        { dir: folder, shards: 1, maxBytes },
        {
          writer: new StreamWriter(client, { ...names, maxLength }),
          storedPositions: ingestion.storedPositions,
          countedPositions: ingestion.storedPositions,
          newGeneration: ingestion.newGeneration,
          receivedAt: () => null,
          clock: Date.now,
          log,
          onCorruption: (report) => expect.fail(JSON.stringify(report)),
        },
      );
      closing.push(async () => {
        disconnectRedis(client);
        await journal.close();
      });
      return Object.assign(journal, { dir: folder });
    },
    close: async () => {
      for (const close of closing.reverse()) await close();
    },
  };
}

/** Appends `count` texts in several lanes, each in order, and keeps what was acknowledged. */
export class Load {
  readonly acknowledged: string[] = [];
  readonly done: Promise<void>;

  constructor(appender: QueueAppender, name: string, count: number, bytes = 100, lanes = 8) {
    const lane = async (number: number): Promise<void> => {
      for (let i = 0; i < count / lanes; i++) {
        const text = `${name}.${number}:${i}`;
        await appender.append(0, Buffer.from(text.padEnd(bytes)));
        this.acknowledged.push(text);
      }
    };
    this.done = Promise.all(Array.from({ length: lanes }, (_, number) => lane(number))).then(() => undefined);
  }
}

/** Waits until all that was acknowledged is stored; each exactly once, and each lane in order. */
export async function expectStored(ingestion: TestIngestion, acknowledged: readonly string[]): Promise<void> {
  await waitFor(() => ingestion.texts.length >= acknowledged.length, {
    timeoutMs: 60_000,
    what: `${acknowledged.length} stored entries`,
  });
  expect(ingestion.texts.toSorted()).toEqual(acknowledged.toSorted());
  expect(byLane(ingestion.texts)).toEqual(byLane(acknowledged));
}

function byLane(texts: readonly string[]): Record<string, string[]> {
  const lanes: Record<string, string[]> = {};
  for (const text of texts) {
    const lane = text.split(':')[0] ?? '';
    lanes[lane] ??= [];
    lanes[lane].push(text);
  }
  return lanes;
}
