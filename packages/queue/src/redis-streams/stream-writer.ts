import type { EntryId } from '../port.ts';
import type { RedisClient } from './connect.ts';
import { ENTRY_FIELD, EntryDecoder, encodeBatch, journalBytes, type PositionedRecord } from './entry-codec.ts';
import { checkStreamId } from './entry-id.ts';
import { cursorsKey, INGESTION_GROUP, type StreamNames, streamKey } from './keys.ts';
import { Script } from './script.ts';

export interface StreamWriterConfig extends StreamNames {
  readonly shards: number;
  /** High-water mark: a stream with this many entries takes no batch. It is never trimmed to it. */
  readonly maxLength: number;
}

export interface StreamBatch {
  /** UUID of the journal that the records come from. */
  readonly journal: string;
  /** Position up to which the stream has the journal's entries by now; null when it has none. */
  readonly after: number | null;
  /** By rising position; at least one. */
  readonly records: readonly PositionedRecord[];
}

/** What became of a batch; only `appended` has changed anything. */
export type AppendOutcome =
  | { readonly kind: 'appended'; readonly ids: readonly EntryId[] }
  /** The stream is not there: Redis is new, or came back empty. `prepare` makes it. */
  | { readonly kind: 'missing' }
  /** The stream does not stand at `after`. */
  | { readonly kind: 'elsewhere'; readonly cursor: number | null }
  | { readonly kind: 'full'; readonly length: number };

const LOOKED_AT_ONCE = 32;

/** How far a stream has the entries of a journal. */
export interface Standing {
  readonly exists: boolean;
  readonly cursor: number | null;
}

/*
 * Appends a batch whole or not at all. Redis looks at its memory before a script's first write and not again, so a
 * script is refused as a whole or runs to its end; other clients see nothing of it before that.
 *
 * KEYS stream, cursors; ARGV journal, expected cursor ("" for none), new cursor, high-water mark, batch
 */
const APPEND = new Script(`
local stream, cursors, journal = KEYS[1], KEYS[2], ARGV[1]
if redis.call('EXISTS', stream) == 0 then return {'missing'} end
local cursor = redis.call('HGET', cursors, journal) or ''
if cursor ~= ARGV[2] then return {'elsewhere', cursor} end
local length = redis.call('XLEN', stream)
if length >= tonumber(ARGV[4]) then return {'full', length} end
local batch, at, ids = ARGV[5], 1, {'appended'}
local size = #batch
while at <= size do
  local bytes = struct.unpack('>I4', batch, at)
  at = at + 4
  ids[#ids + 1] = redis.call('XADD', stream, 'NOMKSTREAM', '*', '${ENTRY_FIELD}', string.sub(batch, at, at + bytes - 1))
  at = at + bytes
end
redis.call('HSET', cursors, journal, ARGV[3])
return ids`);

/* KEYS stream, cursors; ARGV journal */
const STANDING = new Script(`
return {redis.call('EXISTS', KEYS[1]), redis.call('HGET', KEYS[2], ARGV[1]) or ''}`);

/*
 * Makes the stream and its group when they are missing, and sees to it that coming ids are above the one given.
 *
 * KEYS stream, cursors; ARGV group, milliseconds and sequence of the id
 */
const PREPARE = new Script(`
local stream, cursors = KEYS[1], KEYS[2]
if redis.call('EXISTS', stream) == 0 then redis.call('DEL', cursors) end
local created = redis.pcall('XGROUP', 'CREATE', stream, ARGV[1], '0', 'MKSTREAM')
if created.err and not string.find(created.err, 'BUSYGROUP', 1, true) then return created end
local info, last = redis.call('XINFO', 'STREAM', stream), '0-0'
for i = 1, #info, 2 do
  if info[i] == 'last-generated-id' then last = info[i + 1] end
end
local ms, sequence = string.match(last, '^(%d+)-(%d+)$')
ms, sequence = tonumber(ms), tonumber(sequence)
local wantedMs, wantedSequence = tonumber(ARGV[2]), tonumber(ARGV[3])
if ms < wantedMs or (ms == wantedMs and sequence < wantedSequence) then
  redis.call('XSETID', stream, ARGV[2] .. '-' .. ARGV[3])
end
return 1`);

/** Appends batches to the streams of one service instance. The caller has at most one batch per shard under way. */
export class StreamWriter {
  readonly shards: number;
  readonly #client: RedisClient;
  readonly #config: StreamWriterConfig;

  /** @param client - not closed by this */
  constructor(client: RedisClient, config: StreamWriterConfig) {
    this.shards = config.shards;
    this.#client = client;
    this.#config = config;
  }

  /**
   * Appends a batch, all of it or nothing.
   *
   * @throws Error when Redis refuses (for example because its memory is full) or cannot be reached. Only after a lost
   *   connection the batch may be there nevertheless: `standing` tells
   */
  async append(shard: number, { journal, after, records }: StreamBatch): Promise<AppendOutcome> {
    const last = records.at(-1);
    if (last === undefined) return { kind: 'appended', ids: [] };
    const batch = encodeBatch(journalBytes(journal), records);
    const args = [journal, after ?? '', last.position, this.#config.maxLength, batch];
    const [kind, ...values] = asArray(await APPEND.run(this.#client, this.#keys(shard), args));
    switch (String(kind)) {
      case 'appended':
        return { kind: 'appended', ids: values.map((id) => String(id) as EntryId) };
      case 'elsewhere':
        return { kind: 'elsewhere', cursor: parseCursor(values[0]) };
      case 'full':
        return { kind: 'full', length: Number(values[0]) };
      default:
        return { kind: 'missing' };
    }
  }

  /** Says how far the stream has the entries of a journal. */
  async standing(shard: number, journal: string): Promise<Standing> {
    const [exists, cursor] = asArray(await STANDING.run(this.#client, this.#keys(shard), [journal]));
    return { exists: exists === 1, cursor: parseCursor(cursor) };
  }

  /**
   * Makes the stream and the group of ingestion if they are missing.
   *
   * @param lastKnown - highest id that the database knows of this shard; coming ids are above it
   */
  async prepare(shard: number, lastKnown: EntryId | null): Promise<void> {
    const [ms = '0', sequence = '0'] = lastKnown === null ? [] : checkStreamId(lastKnown).split('-');
    await PREPARE.run(this.#client, this.#keys(shard), [INGESTION_GROUP, ms, sequence]);
  }

  /** Ids of a journal's entries in the stream, by position, from a position on. */
  async idsOf(shard: number, journal: string, from: number): Promise<ReadonlyMap<number, EntryId>> {
    const decoder = new EntryDecoder();
    const ids = new Map<number, EntryId>();
    for (let end = '+'; ; ) {
      const page = await this.#client.xrevrangeBuffer(this.#keys(shard)[0], end, '-', 'COUNT', LOOKED_AT_ONCE);
      for (const [rawId, fields] of page) {
        const { id, origin } = decoder.decode(String(rawId) as EntryId, fields);
        if (origin?.journal !== journal) continue;
        if (origin.position < from) return ids;
        ids.set(origin.position, id);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < LOOKED_AT_ONCE) return ids;
      end = `(${String(last[0])}`;
    }
  }

  /** Entries in the stream that are not released, and about how many bytes of memory they take. */
  async depth(shard: number): Promise<{ readonly entries: number; readonly bytes: number }> {
    const key = streamKey(this.#config, shard);
    const [entries, bytes] = await Promise.all([this.#client.xlen(key), this.#client.memory('USAGE', key)]);
    return { entries, bytes: bytes ?? 0 };
  }

  #keys(shard: number): readonly [stream: string, cursors: string] {
    if (!Number.isInteger(shard) || shard < 0 || shard >= this.shards) {
      throw new RangeError(`There is no shard ${shard} in a queue of ${this.shards}`);
    }
    const stream = streamKey(this.#config, shard);
    return [stream, cursorsKey(stream)];
  }
}

function asArray(answer: unknown): readonly unknown[] {
  if (!Array.isArray(answer)) throw new TypeError('Redis answered something else than a list');
  return answer;
}

function parseCursor(value: unknown): number | null {
  const text = String(value ?? '');
  return text === '' ? null : Number(text);
}
