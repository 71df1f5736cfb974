import type { Logger } from '@hawser/platform';
import type { EntryId, QueueReader } from '@hawser/queue';
import type { CountedPositions, JournalPosition } from '@hawser/storage';

const INTERVAL_MS = 1_000;
/** What is stored within so many milliseconds is waited for together. */
const STRETCH_MS = 100;
const MAX_STRETCHES = 512;

export interface ReleaseDeps {
  readonly reader: Pick<QueueReader, 'compare' | 'release'>;
  readonly shard: number;
  readonly counted: (shard: number) => Promise<CountedPositions>;
  readonly keepUncountedMs: number;
  readonly log: Logger;
}

/** Entries that were stored one after the other. */
interface Stretch {
  last: EntryId;
  /** Highest position by journal; empty when the entries are counted by their ids in the queue. */
  readonly highest: Map<string, number>;
  /** When it was begun, on the process's own clock. */
  since: number;
}

/**
 * Lets go of queue entries in the background: those that are stored and that intake has counted as well, because what
 * was received is counted independently of what was stored, and until then both an intake that starts anew and an audit
 * may have to read them.
 *
 * Entries that came through journals are counted each by its journal, so a stretch of them may go when every journal in
 * it has come so far. Intake itself reads those in its journal, not here; one that is gone for good must not hold the
 * others' entries for ever, so they are kept for `keepUncountedMs`.
 */
export class QueueReleaser {
  readonly #deps: ReleaseDeps;
  readonly #stretches: Stretch[] = [];
  #timer: NodeJS.Timeout | undefined;
  #released: EntryId | null = null;
  #running: Promise<void> | null = null;

  constructor(deps: ReleaseDeps) {
    this.#deps = deps;
  }

  /** Begins to release from time to time. */
  start(): void {
    this.#timer = setInterval(() => void this.release(), INTERVAL_MS);
    this.#timer.unref();
  }

  /**
   * Notes how far the shard is stored.
   *
   * @param positions - how far each journal is, of those that had entries since the last call; with none the entries
   *   since then go with the ones before
   */
  stored(offset: EntryId, positions: readonly JournalPosition[]): void {
    const now = performance.now();
    let stretch = this.#stretches.at(-1);
    if (stretch === undefined || !this.#mayGrow(stretch, positions, now)) {
      stretch = { last: offset, highest: new Map(), since: now };
      this.#stretches.push(stretch);
    }
    stretch.last = offset;
    for (const { journal, position } of positions) stretch.highest.set(journal, position);
  }

  /** Releases what may go by now; a failure is logged, and made up for the next time. */
  release(): Promise<void> {
    this.#running ??= this.#release()
      .catch((error: unknown) => this.#deps.log.warn({ err: error }, 'Queue entries could not be released yet'))
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  /** Releases a last time and ends. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
    await this.release();
  }

  #mayGrow(stretch: Stretch, positions: readonly JournalPosition[], now: number): boolean {
    if (positions.length === 0) return true;
    // One that is counted by ids waits for another position than one that is counted by journals.
    if (stretch.highest.size === 0) return false;
    return now - stretch.since < STRETCH_MS || this.#stretches.length >= MAX_STRETCHES;
  }

  async #release(): Promise<void> {
    if (this.#stretches.length === 0) return;
    const { reader, shard, counted } = this.#deps;
    const upTo = this.#releasable(await counted(shard));
    if (upTo === null) return;
    if (this.#released === null || reader.compare(upTo, this.#released) > 0) {
      await reader.release(shard, upTo);
      this.#released = upTo;
    }
    const isOver = (stretch: Stretch | undefined) => stretch !== undefined && reader.compare(stretch.last, upTo) <= 0;
    while (isOver(this.#stretches[0])) this.#stretches.shift();
  }

  /** Last entry before the first one that must stay. */
  #releasable(counted: CountedPositions): EntryId | null {
    const longAgo = performance.now() - this.#deps.keepUncountedMs;
    let upTo: EntryId | null = null;
    for (const stretch of this.#stretches) {
      const end: EntryId | null = stretch.since < longAgo ? stretch.last : this.#countedEnd(stretch, counted);
      upTo = end ?? upTo;
      if (end !== stretch.last) break;
    }
    return upTo;
  }

  #countedEnd({ last, highest }: Stretch, { entry, journals }: CountedPositions): EntryId | null {
    if (highest.size > 0) {
      const all = [...highest].every(([journal, position]) => position <= (journals.get(journal) ?? 0));
      return all ? last : null;
    }
    if (entry === null) return null;
    return this.#deps.reader.compare(last, entry as EntryId) <= 0 ? last : (entry as EntryId);
  }
}
