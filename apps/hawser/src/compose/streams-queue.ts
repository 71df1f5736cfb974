import { EnvelopeError, peekEnvelope } from '@hawser/contracts/streams';
import { systemClock } from '@hawser/core';
import { FolderInUse, type Lifecycle, type Logger, type Metrics } from '@hawser/platform';
import { type JournaledQueue, openJournaledQueue } from '@hawser/queue/journal';
import {
  connectRedis,
  disconnectRedis,
  openStreamPositionReader,
  type RedisConnectionConfig,
  StreamWriter,
  streamKey,
} from '@hawser/queue/redis-streams';
import { createCountedPositions, createJournalOffsets, type Database, journalQueueName } from '@hawser/storage';
import { StartupError } from '../up/startup-error.ts';
import { reportDamage } from './embedded-queue.ts';
import { addJournalMetrics } from './journal-metrics.ts';
import type { IntakeEnd, OpenQueue } from './queue.ts';

const MEBIBYTE = 1024 * 1024;

export interface StreamsQueueOptions {
  readonly redis: RedisConnectionConfig;
  readonly tenantId: string;
  readonly shards: number;
  readonly maxStreamLength: number;
  /** Null where nothing is taken in. */
  readonly journal: { readonly dir: string; readonly maxMegabytes: number } | null;
  readonly database: Database;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
}

/**
 * Opens the queue in Redis Streams, with the journal of this process before it.
 *
 * @throws StartupError when another process has the journal's folder
 */
export async function openStreamsQueue(options: StreamsQueueOptions): Promise<OpenQueue> {
  const { redis, tenantId, shards, log, lifecycle } = options;
  const names = { tenantId, serviceInstance: null };
  const name = streamKey(names, 0);
  const journal = options.journal === null ? null : await openJournal(options, options.journal, name);
  const auditor = openStreamPositionReader({ redis, ...names, shards }, log);
  lifecycle.onStop('reader of the ledger', () => auditor.close());
  return {
    name,
    shards,
    intake: journal === null ? null : intakeEnd(journal),
    auditor,
    forThread: () => ({ kind: 'streams', name, redis, tenantId, shards }),
    queued: () => journal?.appender.depth().entries ?? 0,
    // Redis may be away: the journal takes the messages, and only a full one keeps them out.
    checks: () => ({ queue: journal?.stats().state !== 'full' }),
  };
}

function intakeEnd({ appender, reader, journal }: JournaledQueue): IntakeEnd {
  return { appender, reader, ledgerName: journalQueueName(journal), isReadLate: true };
}

async function openJournal(
  options: StreamsQueueOptions,
  { dir, maxMegabytes }: { readonly dir: string; readonly maxMegabytes: number },
  queue: string,
): Promise<JournaledQueue> {
  const { redis, tenantId, shards, maxStreamLength, database, log, lifecycle, metrics } = options;
  const client = connectRedis(redis, 'hawser:intake', log);
  lifecycle.onStop('connection of intake to Redis', async () => disconnectRedis(client));
  const writer = new StreamWriter(client, { tenantId, serviceInstance: null, shards, maxLength: maxStreamLength });
  const { storedPositions, newGeneration } = createJournalOffsets(database, { queue });
  const counted = createCountedPositions(database, { queue });
  try {
    const journal = await openJournaledQueue(
      { dir, shards, maxBytes: maxMegabytes * MEBIBYTE },
      {
        writer,
        storedPositions,
        countedPositions: (id) => counted.ofJournal(id),
        newGeneration,
        receivedAt,
        clock: systemClock,
        log,
        onCorruption: reportDamage(log),
      },
    );
    lifecycle.onStop('journal', () => journal.close(), 20_000);
    addJournalMetrics(metrics, () => journal.stats());
    return journal;
  } catch (error) {
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
