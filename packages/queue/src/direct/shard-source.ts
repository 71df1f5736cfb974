import type { BatchBounds, ForwardSource } from '../forwarding/shard-forwarder.ts';
import type { EntryId } from '../port.ts';
import type { PositionedRecord } from '../redis-streams/entry-codec.ts';
import type { DiskSpool } from './disk-spool.ts';
import type { ShardFeed } from './forwarded-feed.ts';

/** The id of what is not in the stream at this moment: it orders before everything that is. */
const NOT_THERE = '0-1' as EntryId;
/** After this long without a new record the stream is looked at again: it may have been lost meanwhile. */
const WAIT_MS = 5_000;
/** What is written to the disk at once; less than the log takes in one write. */
const SPILL: BatchBounds = Object.freeze({ maxEntries: 1_000, maxBytes: 1024 * 1024 });

export interface ShardSourceDeps {
  readonly shard: number;
  readonly journal: string;
  readonly spool: DiskSpool;
  /** Ids of this source's entries in the stream, by position, from a position on. */
  readonly lookUp: (from: number) => Promise<ReadonlyMap<number, EntryId>>;
  /** Position up to which the database has the shard's entries of this source. */
  readonly storedUpTo: () => Promise<number>;
  readonly feed: ShardFeed;
  /** Told when less waits than before. */
  readonly onSettled: () => void;
  /** Told when there is something to write to the disk. */
  readonly onSpill: () => void;
}

interface PendingRecord extends PositionedRecord {
  readonly resolve: (id: EntryId) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Records of one shard on their way to Redis. While Redis takes them they are in memory until it has confirmed them. When
 * it does not, they go to the disk spool in the order of their positions, and so does everything that comes after them,
 * until what is on the disk has been sent: the order never changes. A record keeps its position on this way, so what was
 * in a batch whose outcome was not learned may be written to the disk as well, and is not doubled by that.
 *
 * What is above `#settled` and up to `#onDiskUpTo` is on the disk; what is above both is in `#pending`.
 */
export class ShardSource implements ForwardSource {
  readonly journal: string;
  readonly #deps: ShardSourceDeps;
  #pending: PendingRecord[] = [];
  #lastPosition = 0;
  /** The stream has, or had, everything up to here. */
  #settled = 0;
  #onDiskUpTo = 0;
  #viaDisk = false;
  #blocked = false;
  #wake: () => void = () => undefined;

  constructor(deps: ShardSourceDeps) {
    this.journal = deps.journal;
    this.#deps = deps;
  }

  /**
   * Says where an earlier run ended.
   *
   * @param settled - position up to which the stream has its records, as far as is known
   * @param last - no record got a position above this one
   */
  begin(settled: number, last: number): void {
    this.#settled = settled;
    this.#onDiskUpTo = this.#deps.spool.lastPosition(this.#deps.shard);
    this.#lastPosition = last;
    this.#viaDisk = this.#onDiskUpTo > settled;
  }

  /** True when nothing waits in memory. */
  get empty(): boolean {
    return this.#pending.length === 0;
  }

  get settled(): number {
    return this.#settled;
  }

  /** Records go to the disk first. */
  get viaDisk(): boolean {
    return this.#viaDisk;
  }

  add(record: Uint8Array): Promise<EntryId> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ position: ++this.#lastPosition, record, resolve, reject });
      this.#wake();
      if (this.#viaDisk) this.#deps.onSpill();
    });
  }

  /** Told when Redis stops taking this shard's records, and when it takes them again. */
  setBlocked(blocked: boolean): void {
    this.#blocked = blocked;
    if (!blocked || !this.#deps.spool.isUsed) return;
    this.#viaDisk = true;
    this.#deps.onSpill();
  }

  /**
   * Writes a part of what waits in memory to the disk, if it is meant to go there.
   *
   * @returns true when something was written, false when there is nothing or no room
   * @throws Error when the disk refuses; what was to be written waits in memory then
   */
  async spill(): Promise<boolean> {
    const { spool, shard } = this.#deps;
    if (!this.#viaDisk || !spool.isUsed) return false;
    const records = fitting(this.#pending, 0, SPILL);
    const last = records.at(-1);
    if (last === undefined || !spool.hasRoom(records)) return false;
    await spool.write(shard, records);
    this.#onDiskUpTo = last.position;
    this.#resolveUpTo(last.position, new Map());
    return true;
  }

  async read(after: number, bounds: BatchBounds, signal: AbortSignal): Promise<readonly PositionedRecord[]> {
    const { spool, shard } = this.#deps;
    const onDiskUpTo = this.#onDiskUpTo;
    if (after < onDiskUpTo) {
      const records = await spool.read(shard, after, bounds, signal);
      if (records.length > 0 || signal.aborted) return records;
    }
    // All that was on the disk is on its way: from here on the memory will do.
    if (!this.#blocked) this.#viaDisk = false;
    if (this.#indexAfter(after) >= this.#pending.length) await this.#sleep(signal);
    // Records added in the same turn of the event loop share a batch.
    await Promise.resolve();
    if (signal.aborted) return [];
    if (this.#onDiskUpTo > onDiskUpTo) return this.read(after, bounds, signal);
    return fitting(this.#pending, this.#indexAfter(after), bounds);
  }

  /** What is on the disk and not stored may have to be sent again; what was only in Redis cannot. */
  async settledUpTo(): Promise<number> {
    const { spool, shard, storedUpTo } = this.#deps;
    if (spool.depthAfter(shard, 0).entries === 0) return this.#settled;
    const stored = Math.min(this.#settled, await storedUpTo());
    return spool.depthAfter(shard, stored).entries > 0 ? stored : this.#settled;
  }

  forwarded(records: readonly PositionedRecord[], ids: readonly EntryId[]): void {
    const last = records.at(-1);
    if (last === undefined) return;
    this.#deps.feed.add(records);
    this.#resolveUpTo(last.position, new Map(records.map(({ position }, i) => [position, ids[i] ?? NOT_THERE])));
    this.#settled = Math.max(this.#settled, last.position);
    this.#deps.onSettled();
  }

  async found(upTo: number): Promise<void> {
    const known = this.#pending.filter(({ position }) => position <= upTo);
    const ids = known.length === 0 ? new Map() : await this.#deps.lookUp(this.#settled + 1);
    this.#deps.feed.found(upTo);
    this.#resolveUpTo(upTo, ids);
    this.#settled = Math.max(this.#settled, upTo);
    this.#deps.onSettled();
  }

  /** Refuses everything that is neither confirmed nor on the disk. */
  refuse(error: Error): void {
    for (const { reject } of this.#pending.splice(0)) reject(error);
  }

  #resolveUpTo(position: number, ids: ReadonlyMap<number, EntryId>): void {
    const done = this.#pending.splice(0, this.#indexAfter(position));
    for (const record of done) record.resolve(ids.get(record.position) ?? NOT_THERE);
    if (done.length > 0) this.#deps.onSettled();
  }

  /** Where in `#pending`, whose positions follow each other, the first record above a position is. */
  #indexAfter(position: number): number {
    const [first] = this.#pending;
    return first === undefined ? 0 : Math.min(this.#pending.length, Math.max(0, position + 1 - first.position));
  }

  #sleep(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(), WAIT_MS);
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = () => undefined;
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }
}

function fitting(pending: readonly PendingRecord[], from: number, bounds: BatchBounds): readonly PositionedRecord[] {
  let bytes = 0;
  let end = from;
  for (; end < pending.length && end - from < bounds.maxEntries; end++) {
    bytes += pending[end]?.record.length ?? 0;
    if (end > from && bytes > bounds.maxBytes) break;
  }
  return pending.slice(from, end);
}
