import { EnvelopeError, peekEnvelope } from '@hawser/contracts/streams';
import type { QueueEntry } from '@hawser/queue';
import { inspectStreams, type StreamState, streamIdTime, streamKey } from '@hawser/queue/redis-streams';
import { type Database, type JournalState, readQueueState, type ShardState } from '@hawser/storage';
import { streamNames } from '../compose/stream-names.ts';
import type { AskRedis } from './redis-session.ts';

const MOST_JOURNALS = 1_000;

/** A shard as Redis and the database know it together. */
export interface ShardReport {
  readonly stream: Omit<StreamState, 'oldest'>;
  /** Null when nobody has stored anything of it yet. */
  readonly state: ShardState | null;
  /** Milliseconds since the first message that is not stored was received; null when all are. */
  readonly oldestAgeMs: number | null;
}

export interface QueueReport {
  readonly name: string;
  readonly tenantId: string;
  /** When it was read, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** What HAWSER_SHARDS says. */
  readonly configuredShards: number;
  readonly shards: readonly ShardReport[];
  readonly journals: readonly JournalState[];
  readonly moreJournals: boolean;
}

interface ReadDeps {
  readonly database: Database;
  readonly ask: AskRedis;
  readonly clock: () => number;
}

/**
 * Reads the whole state of a queue in Redis Streams, and changes nothing.
 *
 * @param config.tenantId - the one that the database was given when empty
 * @param config.streamKey - says more exactly which queue, when not empty
 * @param config.shards - shards to look at; those that the database knows besides are looked at as well
 */
export async function readQueue(
  config: { readonly tenantId: string; readonly streamKey: string; readonly shards: number },
  { database, ask, clock }: ReadDeps,
): Promise<QueueReport> {
  const names = await streamNames(config, database);
  const name = streamKey(names, 0);
  // The database first: an offset that has moved on since only makes the oldest entry one that is being let go.
  const { shards: states, journals, moreJournals } = await readQueueState(database, name, MOST_JOURNALS);
  const byShard = new Map(states.map((state) => [state.shard, state]));
  const count = Math.max(config.shards, ...states.map(({ shard }) => shard + 1));
  const places = Array.from({ length: count }, (_, shard) => ({ shard, offset: byShard.get(shard)?.offset ?? null }));
  const streams = await ask((client) => inspectStreams(client, names, places));
  const at = clock();
  const shards = streams.map(({ oldest, ...stream }) => ({
    stream,
    state: byShard.get(stream.shard) ?? null,
    oldestAgeMs: oldest === null ? null : Math.max(0, at - receivedAt(oldest)),
  }));
  return { name, tenantId: names.tenantId, at, configuredShards: config.shards, shards, journals, moreJournals };
}

/** An entry that is no message of ours came when its id says. */
function receivedAt({ id, record }: QueueEntry): number {
  try {
    return peekEnvelope(record).receivedAt;
  } catch (error) {
    if (error instanceof EnvelopeError) return streamIdTime(id);
    throw error;
  }
}
