import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { QueueEntry } from '../port.ts';
import type { OnCorruption } from './corruption.ts';
import { formatEntryId } from './entry-id.ts';
import { compareSegments, listSegments, type SegmentName } from './segment-files.ts';
import { type ScannedRecord, SegmentScanner } from './segment-scanner.ts';

/** How often a read looks for its place again when files vanish under it. */
const MAX_TRIES = 5;

interface OpenSegment {
  readonly name: SegmentName;
  readonly handle: FileHandle;
  readonly scanner: SegmentScanner;
}

export interface ReadBounds {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/**
 * A place in the segments of one shard. Reading on from where the last read ended costs no search; any other place is
 * found by the file names and a scan of one segment.
 */
export class ShardCursor {
  readonly #shard: number;
  readonly #folder: string;
  readonly #report: OnCorruption;
  #segment: OpenSegment | null = null;
  /** Id of the last entry handed out, or that was asked for. */
  #after = -1;
  /** Everything up to here was handed out, is in `#ready`, or cannot be read. */
  #passed = -1;
  #ready: ScannedRecord[] = [];

  constructor(shard: number, folder: string, report: OnCorruption) {
    this.#shard = shard;
    this.#folder = folder;
    this.#report = report;
  }

  /** True when a read from `after` could find something, with `durable` as the last durable id. */
  hasAfter(after: number, durable: number): boolean {
    return this.#after === after ? this.#ready.length > 0 || this.#passed < durable : after < durable;
  }

  /**
   * Reads entries after `after` that are durable, in order; fewer than fit when files end.
   *
   * @throws Error when a file cannot be read; the next read finds its place anew
   */
  async read(after: number, durable: number, bounds: ReadBounds): Promise<QueueEntry[]> {
    for (let tries = 1; ; tries++) {
      try {
        if (this.#after !== after) await this.#seek(after);
        return await this.#take(durable, bounds);
      } catch (error) {
        await this.close();
        // A segment that was listed may be released and deleted before it is opened.
        if (tries === MAX_TRIES || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }

  async close(): Promise<void> {
    const segment = this.#segment;
    this.#segment = null;
    this.#after = -1;
    this.#ready = [];
    await segment?.handle.close();
  }

  async #take(durable: number, bounds: ReadBounds): Promise<QueueEntry[]> {
    const entries: QueueEntry[] = [];
    let bytes = 0;
    while (entries.length < bounds.maxEntries) {
      if (this.#ready.length === 0 && !(await this.#fill(durable))) break;
      const count = countFitting(this.#ready, bounds, entries.length, bytes);
      if (count === 0) break;
      for (const { id, payload } of this.#ready.splice(0, count)) {
        entries.push({ id: formatEntryId(id), record: payload });
        bytes += payload.length;
        this.#after = id;
      }
    }
    return entries;
  }

  /** Reads chunks until there is an entry to hand out; false when there is none up to `durable`. */
  async #fill(durable: number): Promise<boolean> {
    while (this.#ready.length === 0 && this.#passed < durable) {
      const segment = this.#segment ?? (await this.#enterFirst());
      // Whatever is missing up to here cannot be read; the hole is reported once something behind it is.
      if (segment === null || !(await this.#scan(segment, durable))) this.#passed = durable;
    }
    return this.#ready.length > 0;
  }

  async #enterFirst(): Promise<OpenSegment | null> {
    const name = await this.#nextName();
    return name === null ? null : this.#enter(name);
  }

  /** @returns false when neither this segment nor a later one has more up to `durable` */
  async #scan(segment: OpenSegment, durable: number): Promise<boolean> {
    const step = await segment.scanner.next(durable);
    for (const hole of step.holes) this.#reportHole(segment, hole);
    // An id that was passed before must not come twice, whatever the file says.
    this.#ready = step.records.filter(({ id }) => id > this.#passed);
    this.#passed = this.#ready.at(-1)?.id ?? this.#passed;
    if (!step.ended || this.#passed >= durable) return true;
    return this.#leave(segment);
  }

  /** Goes on to the next segment; false when there is none. */
  async #leave(segment: OpenSegment): Promise<boolean> {
    const next = await this.#nextName();
    if (next === null) return false;
    const { size } = await segment.handle.stat();
    // It grew between the look at its end and the look at the folder: it was not finished then.
    if (size > segment.scanner.fileBytes) return true;
    const bytes = size - segment.scanner.offset;
    if (bytes > 0) this.#reportHole(segment, { offset: segment.scanner.offset, bytes });
    await segment.handle.close();
    this.#segment = null;
    await this.#enter(next);
    return true;
  }

  #reportHole(segment: OpenSegment, hole: { offset: number; bytes: number }): void {
    this.#report({ shard: this.#shard, segment: segment.name.file, ...hole, cause: 'damaged' });
  }

  async #seek(after: number): Promise<void> {
    await this.close();
    this.#passed = after;
    const names = await listSegments(this.#folder);
    const name = names.findLast(({ firstId }) => firstId <= after + 1) ?? names[0];
    if (name !== undefined) await this.#enter(name);
    this.#after = after;
  }

  /** Name of the first segment, or of the one after the current; null when there is none. */
  async #nextName(): Promise<SegmentName | null> {
    const current = this.#segment?.name;
    const names = await listSegments(this.#folder);
    return names.find((name) => current === undefined || compareSegments(name, current) > 0) ?? null;
  }

  async #enter(name: SegmentName): Promise<OpenSegment> {
    const handle = await open(join(this.#folder, name.file), 'r');
    this.#segment = { name, handle, scanner: new SegmentScanner(handle, name.salt) };
    return this.#segment;
  }
}

/** How many of `ready` may be handed out; the very first entry always may. */
function countFitting(ready: readonly ScannedRecord[], bounds: ReadBounds, entries: number, bytes: number): number {
  let count = 0;
  for (const { payload } of ready) {
    bytes += payload.length;
    const first = entries + count === 0;
    if (!first && (entries + count >= bounds.maxEntries || bytes > bounds.maxBytes)) break;
    count++;
  }
  return count;
}
