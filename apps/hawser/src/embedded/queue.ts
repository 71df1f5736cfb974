import type { Lifecycle, Logger } from '@hawser/platform';
import type { EntryId, QueueReader } from '@hawser/queue';
import {
  type EmbeddedLog,
  type OnCorruption,
  openEmbeddedLog,
  openEmbeddedLogReader,
} from '@hawser/queue/embedded-log';
import { createLedgerRepository, type Database } from '@hawser/storage';
import { QUEUE_NAME } from './queue-name.ts';

const MEBIBYTE = 1024 * 1024;
const SHARDS = 1;

export interface EmbeddedQueue extends Pick<EmbeddedLog, 'appender' | 'signal'> {
  /** For counting what waits in the queue; ingestion and broker have readers of their own. */
  readonly reader: QueueReader;
}

interface QueueOptions {
  readonly dir: string;
  readonly maxMegabytes: number;
  readonly database: Database;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
}

/**
 * Opens the queue of the embedded shape. One shard: there is one ingestion thread, and one file makes the largest group
 * commits. New entries come after those that the database knows, even when files of the log were lost.
 */
export async function openQueue({ dir, maxMegabytes, database, log, lifecycle }: QueueOptions): Promise<EmbeddedQueue> {
  const queue = await openEmbeddedLog({
    dir,
    shards: SHARDS,
    maxBytes: maxMegabytes * MEBIBYTE,
    startAfter: [await lastKnownEntry(database)],
    onCorruption: reportDamage(log),
    onReleaseError: (error) =>
      log.warn({ err: error }, 'A file of the queue could not be deleted and will be tried again'),
  });
  lifecycle.onStop('queue', () => queue.close());
  const reader = openEmbeddedLogReader({ dir, signal: queue.signal, onCorruption: reportDamage(log) });
  lifecycle.onStop('reader of the queue', () => reader.close());
  return { appender: queue.appender, signal: queue.signal, reader };
}

/** The highest entry that the database has on record as stored or counted; ids of one length sort as text. */
async function lastKnownEntry(database: Database): Promise<EntryId | null> {
  const positions = await createLedgerRepository(database).positions();
  const known = positions
    .filter(({ queue, shard }) => queue === QUEUE_NAME && shard === 0)
    .flatMap(({ offset, intakeCursor }) => [offset, intakeCursor])
    .filter((id) => id !== null);
  return known.sort().at(-1) ?? null;
}

/** A torn tail was never acknowledged, so it is no loss; damage in the middle may be one, and a person has to know. */
export function reportDamage(log: Logger): OnCorruption {
  return (report) => {
    if (report.cause === 'torn-tail') log.info({ report }, 'A write that was cut short was removed from the queue');
    else log.error({ report }, 'The queue is damaged on the disk; messages in the damaged part are lost');
  };
}
