import type { Lifecycle, Logger } from '@hawser/platform';
import type { EntryId } from '@hawser/queue';
import { type OnCorruption, openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { createLedgerRepository, type Database } from '@hawser/storage';
import type { OpenQueue } from './queue.ts';

const MEBIBYTE = 1024 * 1024;
const SHARDS = 1;
/** Names the embedded queue in the database's offsets and cursors. */
const NAME = 'embedded';

interface EmbeddedQueueOptions {
  readonly dir: string;
  readonly maxMegabytes: number;
  readonly database: Database;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
}

/**
 * Opens the queue on this machine's disk. One shard: there is one ingestion thread, and one file makes the largest group
 * commits. New entries come after those that the database knows, even when files of the log were lost.
 */
export async function openEmbeddedQueue(options: EmbeddedQueueOptions): Promise<OpenQueue> {
  const { dir, maxMegabytes, database, log, lifecycle } = options;
  const onCorruption = reportDamage(log);
  const queue = await openEmbeddedLog({
    dir,
    shards: SHARDS,
    maxBytes: maxMegabytes * MEBIBYTE,
    startAfter: [await lastKnownEntry(database)],
    onCorruption,
    onReleaseError: (error) =>
      log.warn({ err: error }, 'A file of the queue could not be deleted and will be tried again'),
  });
  lifecycle.onStop('queue', () => queue.close());
  const openReader = (whose: string) => {
    const reader = openEmbeddedLogReader({ dir, signal: queue.signal, onCorruption });
    lifecycle.onStop(`reader of ${whose}`, () => reader.close());
    return reader;
  };
  const { appender, signal } = queue;
  return {
    name: NAME,
    shards: SHARDS,
    intake: { appender, reader: openReader('intake'), ledgerName: NAME, isReadLate: false },
    auditor: openReader('the ledger'),
    forThread: () => ({ kind: 'log', name: NAME, dir, signal }),
    // There are none before it.
    forgetJournals: async () => undefined,
    queued: () => appender.depth().entries,
    checks: () => ({ queue: !appender.saturated }),
  };
}

/** The highest entry that the database has on record as stored or counted; ids of one length sort as text. */
async function lastKnownEntry(database: Database): Promise<EntryId | null> {
  const positions = await createLedgerRepository(database).positions();
  const known = positions
    .filter(({ queue, shard }) => queue === NAME && shard === 0)
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
