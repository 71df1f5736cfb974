import { join } from 'node:path';
import { EnvelopeError, peekEnvelope } from '@hawser/contracts/streams';
import { systemClock } from '@hawser/core';
import { FolderInUse, type Lifecycle, type Logger, type Metrics } from '@hawser/platform';
import type { QueueReader } from '@hawser/queue';
import { AppendOnlyCheck, AppendOnlyMissing, type DirectQueue, openDirectQueue } from '@hawser/queue/direct';
import { isJournal, type JournaledQueue, openJournaledQueue, TooFewShards } from '@hawser/queue/journal';
import {
  connectRedis,
  disconnectRedis,
  type RedisClient,
  type RedisConnectionConfig,
  type StreamNames,
  StreamWriter,
} from '@hawser/queue/redis-streams';
import { createCountedPositions, createJournalOffsets, type Database } from '@hawser/storage';
import { StartupError } from '../up/startup-error.ts';
import { drainLeftover } from './drain-leftover.ts';
import { reportDamage } from './embedded-queue.ts';

const MEBIBYTE = 1024 * 1024;
/** Below the folder of the journal: the two never mix, so that the setting may be changed while something waits. */
const DIRECT_FOLDER = 'direct';

/** What makes a message durable before it is acknowledged. */
export type Durability = 'journal' | 'redis-aof' | 'memory';

/** The local disk before Redis. */
export interface Spool {
  readonly dir: string;
  readonly maxMegabytes: number;
  /** Whether it takes what Redis does not, when it is no journal. */
  readonly isEnabled: boolean;
}

export interface WayInOptions {
  readonly redis: RedisConnectionConfig;
  readonly names: StreamNames;
  readonly shards: number;
  readonly maxStreamLength: number;
  readonly durability: Durability;
  /** Name of the queue in the database. */
  readonly queue: string;
  readonly auditor: Omit<QueueReader, 'release'>;
  readonly database: Database;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
}

/**
 * Opens the writing end of the streams: behind a journal, or directly with a disk spool for what Redis does not take. What
 * an earlier run with another durability left on the disk is sent beside it.
 *
 * @throws StartupError when another process has the folder, or Redis is not what the durability asks for
 */
export async function openWayIn(options: WayInOptions, spool: Spool): Promise<JournaledQueue | DirectQueue> {
  const { redis, names, shards, maxStreamLength, durability, log, lifecycle } = options;
  const client = connectRedis(redis, 'hawser:intake', log);
  lifecycle.onStop('connection of intake to Redis', async () => disconnectRedis(client));
  if (durability === 'redis-aof') await refuseWithoutFile(client, log);
  const writer = new StreamWriter(client, { ...names, shards, maxLength: maxStreamLength });
  const ends = { options, spool, writer, client };
  const isJournaled = durability === 'journal';
  const leftover = isJournaled ? join(spool.dir, DIRECT_FOLDER) : spool.dir;
  const wayIn = await inItsFolder(spool.dir, () => (isJournaled ? openJournal(ends) : openDirect(ends)));
  lifecycle.onStop('journal', () => wayIn.close(), 20_000);
  if (await isJournal(leftover)) {
    const rest = await inItsFolder(leftover, () => (isJournaled ? openDirect(ends) : openJournal(ends)));
    drainLeftover(rest, leftover, options);
  }
  return wayIn;
}

interface Ends {
  readonly options: WayInOptions;
  readonly spool: Spool;
  readonly writer: StreamWriter;
  readonly client: RedisClient;
}

function openJournal({ options, spool, writer }: Ends): Promise<JournaledQueue> {
  const { shards } = options;
  return openJournaledQueue(
    { dir: spool.dir, shards, maxBytes: spool.maxMegabytes * MEBIBYTE },
    { ...positionsAndClock(options), writer },
  );
}

function openDirect({ options, spool, writer, client }: Ends): Promise<DirectQueue> {
  const { durability, auditor, log } = options;
  return openDirectQueue(
    {
      dir: join(spool.dir, DIRECT_FOLDER),
      spoolMaxBytes: spool.isEnabled ? spool.maxMegabytes * MEBIBYTE : null,
    },
    {
      ...positionsAndClock(options),
      writer,
      streams: auditor,
      ...(durability === 'redis-aof' ? { redisCheck: new AppendOnlyCheck(client, log) } : {}),
    },
  );
}

function positionsAndClock({ database, queue, log }: WayInOptions) {
  const { storedPositions, newGeneration } = createJournalOffsets(database, { queue });
  const counted = createCountedPositions(database, { queue });
  return {
    storedPositions,
    newGeneration,
    countedPositions: (journal: string) => counted.ofJournal(journal),
    receivedAt,
    clock: systemClock,
    log,
    onCorruption: reportDamage(log),
  };
}

/** @throws StartupError when Redis says that it keeps no file; one that is away is asked before the first message */
async function refuseWithoutFile(client: RedisClient, log: Logger): Promise<void> {
  try {
    await new AppendOnlyCheck(client, log).run();
  } catch (error) {
    if (error instanceof AppendOnlyMissing) throw new StartupError(error.message, error);
    log.warn({ err: error }, 'Redis cannot be asked for its append-only file yet');
  }
}

async function inItsFolder<Queue>(dir: string, open: () => Promise<Queue>): Promise<Queue> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof TooFewShards) {
      throw new StartupError(`${error.message}: HAWSER_SHARDS can only be raised while the journal is kept.`, error);
    }
    if (!(error instanceof FolderInUse)) throw error;
    throw new StartupError(
      `The journal in ${dir} is used by another running Hawser; give each process its own DISK_SPOOL_PATH.`,
      error,
    );
  }
}

function receivedAt(record: Uint8Array): number | null {
  try {
    return peekEnvelope(record).receivedAt;
  } catch (error) {
    if (error instanceof EnvelopeError) return null;
    throw error;
  }
}
