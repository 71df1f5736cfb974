import { formatEntryId, parseEntryId } from '../embedded-log/entry-id.ts';
import type { EntryId, QueueEntry, QueueReader, ReadOptions } from '../port.ts';
import type { PositionedRecord } from '../redis-streams/entry-codec.ts';

/** Most bytes of records that one shard keeps in memory until they are counted; beyond, the stream is read. */
const MAX_BYTES = 4 * 1024 * 1024;
const AT_ONCE = { maxEntries: 1_000, maxBytes: 1024 * 1024, waitMs: 0 } as const;

export interface ShardFeedDeps {
  readonly shard: number;
  readonly journal: string;
  readonly streams: Pick<QueueReader, 'read'>;
  /** Told that entries up to a position have been in the stream, and can be read neither there nor here. */
  readonly onMissing: (shard: number, upTo: number) => void;
}

/**
 * What of one shard has been in the stream, by its positions, for whoever counts it. The newest is kept in memory until
 * it is asked for what comes after it; what is not there is read from the stream, which keeps entries until they are
 * counted.
 */
export class ShardFeed {
  readonly #deps: ShardFeedDeps;
  #recent: PositionedRecord[] = [];
  #recentBytes = 0;
  #upTo = 0;
  /** Everything up to here that is not found is gone. */
  #missingUpTo = 0;
  /** Where the last scan ended. */
  #bookmark: { readonly position: number; readonly id: EntryId } | null = null;

  constructor(deps: ShardFeedDeps) {
    this.#deps = deps;
  }

  /** Adds records that are in the stream now; the first one follows the last that was added, or was there before. */
  add(records: readonly PositionedRecord[]): void {
    const news = records.filter(({ position }) => position > this.#upTo);
    const last = news.at(-1);
    if (last === undefined) return;
    if (news[0]?.position !== this.#upTo + 1) this.#forget();
    this.#upTo = last.position;
    this.#recent.push(...news);
    this.#recentBytes += news.reduce((sum, { record }) => sum + record.length, 0);
    if (this.#recentBytes > MAX_BYTES) this.#forget();
  }

  /** Notes that the stream has, or had, everything up to a position. */
  found(upTo: number): void {
    if (upTo <= this.#upTo) return;
    this.#forget();
    this.#upTo = upTo;
  }

  /** Entries after one that is counted, in order; what is counted is let go of. */
  async read(after: number, { maxEntries, maxBytes }: ReadOptions): Promise<QueueEntry[]> {
    this.#drop(after);
    const from = Math.max(after, this.#missingUpTo);
    if (from >= this.#upTo) return [];
    const [first] = this.#recent;
    if (first !== undefined && first.position <= from + 1) return this.#fromMemory(maxEntries, maxBytes);
    const upTo = first === undefined ? this.#upTo : first.position - 1;
    const found = await this.#fromStream(from, upTo, maxEntries);
    if (found.length > 0) return found;
    this.#missingUpTo = upTo;
    this.#deps.onMissing(this.#deps.shard, upTo);
    return this.#fromMemory(maxEntries, maxBytes);
  }

  #fromMemory(maxEntries: number, maxBytes: number): QueueEntry[] {
    const entries: QueueEntry[] = [];
    let bytes = 0;
    for (const { position, record } of this.#recent) {
      bytes += record.length;
      if (entries.length === maxEntries || (entries.length > 0 && bytes > maxBytes)) break;
      entries.push({ id: formatEntryId(position), record });
    }
    return entries;
  }

  async #fromStream(after: number, upTo: number, maxEntries: number): Promise<QueueEntry[]> {
    const { streams, shard, journal } = this.#deps;
    const found: QueueEntry[] = [];
    let highest = after;
    let id = this.#bookmark?.position === after ? this.#bookmark.id : null;
    for (;;) {
      const page = await streams.read(shard, id, AT_ONCE);
      for (const entry of page) {
        id = entry.id;
        // An entry may occur again, after a later one.
        if (entry.origin?.journal !== journal || entry.origin.position <= highest) continue;
        if (entry.origin.position > upTo || found.length === maxEntries) return found;
        highest = entry.origin.position;
        found.push({ id: formatEntryId(highest), record: entry.record });
        this.#bookmark = { position: highest, id };
      }
      if (page.length === 0) return found;
    }
  }

  #drop(upTo: number): void {
    const kept = this.#recent.findIndex(({ position }) => position > upTo);
    const dropped = this.#recent.splice(0, kept === -1 ? this.#recent.length : kept);
    this.#recentBytes -= dropped.reduce((sum, { record }) => sum + record.length, 0);
  }

  #forget(): void {
    this.#recent = [];
    this.#recentBytes = 0;
  }
}

/** Reads the feeds of all shards as a queue is read. */
export class FeedReader implements Omit<QueueReader, 'release'> {
  readonly shards: number;
  readonly #feeds: readonly ShardFeed[];

  constructor(feeds: readonly ShardFeed[]) {
    this.shards = feeds.length;
    this.#feeds = feeds;
  }

  compare(a: EntryId, b: EntryId): number {
    return parseEntryId(a) - parseEntryId(b);
  }

  /** Answers at once, whatever wait is asked for. */
  async read(shard: number, after: EntryId | null, options: ReadOptions): Promise<QueueEntry[]> {
    const feed = this.#feeds[shard];
    if (feed === undefined) throw new RangeError(`There is no shard ${shard} in a queue of ${this.shards}`);
    return feed.read(after === null ? 0 : parseEntryId(after), options);
  }

  async close(): Promise<void> {
    // It has nothing open.
  }
}
