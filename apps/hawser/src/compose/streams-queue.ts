import type { DirectQueue } from '@hawser/queue/direct';
import type { JournaledQueue } from '@hawser/queue/journal';
import { forgetJournals, openStreamPositionReader, type StreamNames, streamKey } from '@hawser/queue/redis-streams';
import { journalQueueName } from '@hawser/storage';
import { askRedis } from './ask-redis.ts';
import { addJournalMetrics } from './journal-metrics.ts';
import type { IntakeEnd, OpenQueue } from './queue.ts';
import { refuseTooFewShards } from './shard-count.ts';
import { type Durability, openWayIn, type Spool, type WayInOptions } from './way-in.ts';

/**
 * Who counts what is in the streams may be gone for ever, and must not fill Redis. What came through a journal is counted
 * from the disk; what did not can be counted from the stream only, and a process gets a minute to come back for that.
 */
const KEEP_UNCOUNTED_MS: Readonly<Record<Durability, number>> = {
  journal: 10_000,
  'redis-aof': 60_000,
  memory: 60_000,
};

export interface StreamsQueueOptions extends Omit<WayInOptions, 'queue' | 'auditor'> {
  readonly names: StreamNames;
  /** Null where nothing is taken in. */
  readonly spool: Spool | null;
}

/**
 * Opens the queue in Redis Streams, with what stands before it in this process.
 *
 * @throws StartupError when another process has the folder, or Redis is not what the durability asks for
 */
export async function openStreamsQueue(options: StreamsQueueOptions): Promise<OpenQueue> {
  const { redis, names, shards, durability, log, lifecycle, metrics, spool } = options;
  const name = streamKey(names, 0);
  await refuseTooFewShards(options, name);
  const auditor = openStreamPositionReader({ redis, ...names, shards }, log);
  lifecycle.onStop('reader of the ledger', () => auditor.close());
  const wayIn = spool === null ? null : await openWayIn({ ...options, auditor, queue: name }, spool);
  if (wayIn !== null) addJournalMetrics(metrics, () => wayIn.stats());
  const keepUncountedMs = KEEP_UNCOUNTED_MS[durability];
  return {
    name,
    shards,
    intake: wayIn === null ? null : intakeEnd(wayIn),
    auditor,
    forThread: () => ({ kind: 'streams', name, redis, names, shards, keepUncountedMs }),
    forgetJournals: (journals) => askRedis(options, (client) => forgetJournals(client, { ...names, shards }, journals)),
    queued: () => wayIn?.appender.depth().entries ?? 0,
    // Redis may be away: the disk takes the messages, and only a full one keeps them out.
    checks: () => ({ queue: wayIn?.stats().state !== 'full' }),
  };
}

function intakeEnd({ appender, reader, journal }: JournaledQueue | DirectQueue): IntakeEnd {
  return { appender, reader, ledgerName: journalQueueName(journal), isReadLate: true };
}
