import type { EntryId, QueueEntry } from '../port.ts';
import type { RedisClient } from './connect.ts';
import { EntryDecoder } from './entry-codec.ts';
import { checkStreamId } from './entry-id.ts';
import { INGESTION_GROUP, type StreamNames, streamKey } from './keys.ts';
import { Script } from './script.ts';

/** A shard, and what of it is stored already. */
export interface ShardPlace {
  readonly shard: number;
  /** Last entry that is stored; null when none is. */
  readonly offset: EntryId | null;
}

/** What Redis has of a shard. */
export interface StreamState {
  readonly shard: number;
  readonly key: string;
  /** Entries that are not released; null when there is no stream. */
  readonly entries: number | null;
  /** Entries that ingestion has not read; null without its group, or when Redis cannot tell. */
  readonly lag: number | null;
  /** Entries that ingestion has read and not released; null without its group. */
  readonly pending: number | null;
  /** First entry after the offset; null when nothing waits. */
  readonly oldest: QueueEntry | null;
}

/*
 * All figures of one moment. Answers nothing when there is no stream; what is not known is false, which Redis makes null.
 *
 * KEYS stream; ARGV group, last id that is not wanted
 */
const INSPECT = new Script(`
local stream, lag, pending = KEYS[1], false, false
if redis.call('EXISTS', stream) == 0 then return false end
for _, info in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local facts = {}
  for i = 1, #info, 2 do facts[info[i]] = info[i + 1] end
  if facts['name'] == ARGV[1] then lag, pending = facts['lag'] or false, facts['pending'] end
end
local oldest = redis.call('XRANGE', stream, '(' .. ARGV[2], '+', 'COUNT', 1)
return {redis.call('XLEN', stream), lag, pending, oldest[1] or false}`);

/**
 * Looks at streams and changes nothing. One after the other, so that never more than one entry of each is in memory on
 * its way, and each on its own node of a Redis Cluster.
 *
 * @param client - not closed by this
 * @returns one state for each place, in the same order
 * @throws Error when Redis refuses or cannot be reached
 */
export async function inspectStreams(
  client: RedisClient,
  names: StreamNames,
  places: readonly ShardPlace[],
): Promise<StreamState[]> {
  const states: StreamState[] = [];
  for (const place of places) states.push(await inspectStream(client, names, place));
  return states;
}

async function inspectStream(
  client: RedisClient,
  names: StreamNames,
  { shard, offset }: ShardPlace,
): Promise<StreamState> {
  const key = streamKey(names, shard);
  const after = offset === null ? '0-0' : checkStreamId(offset);
  const answer = await INSPECT.run(client, [key], [INGESTION_GROUP, after]);
  if (!Array.isArray(answer)) return { shard, key, entries: null, lag: null, pending: null, oldest: null };
  const [entries, lag, pending, oldest] = answer as [number, number | null, number | null, RawEntry | null];
  return { shard, key, entries, lag, pending, oldest: oldest === null ? null : decode(oldest) };
}

type RawEntry = readonly [id: Buffer, fields: readonly Buffer[]];

function decode([id, fields]: RawEntry): QueueEntry {
  return new EntryDecoder().decode(String(id) as EntryId, fields);
}

/** When an entry came into its stream, in milliseconds since the Unix epoch, by the clock of Redis. */
export function streamIdTime(id: EntryId): number {
  return Number(checkStreamId(id).split('-')[0]);
}
