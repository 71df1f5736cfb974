import type { Logger } from '@hawser/platform';
import type { EntryId, QueueReader } from '@hawser/queue';

const INTERVAL_MS = 1_000;

export interface ReleaseDeps {
  readonly reader: Pick<QueueReader, 'compare' | 'release'>;
  readonly shard: number;
  readonly intakeCursor: (shard: number) => Promise<EntryId | null>;
  readonly log: Logger;
}

/**
 * Lets go of queue entries in the background: those that are stored and that intake has counted as well, because what
 * was received is counted from the queue, independently of what was stored.
 */
export class QueueReleaser {
  readonly #deps: ReleaseDeps;
  #timer: NodeJS.Timeout | undefined;
  #offset: EntryId | null = null;
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

  /** Notes how far the shard is stored. */
  stored(offset: EntryId): void {
    this.#offset = offset;
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

  async #release(): Promise<void> {
    const offset = this.#offset;
    if (offset === null || offset === this.#released) return;
    const { reader, shard, intakeCursor } = this.#deps;
    const counted = await intakeCursor(shard);
    if (counted === null) return;
    const upTo = reader.compare(offset, counted) <= 0 ? offset : counted;
    if (this.#released !== null && reader.compare(upTo, this.#released) <= 0) return;
    await reader.release(shard, upTo);
    this.#released = upTo;
  }
}
