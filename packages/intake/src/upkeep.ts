import { type Logger, type Periodic, type RepeatGuard, repeat } from '@hawser/platform';
import type { ReceivedCounter } from './ledger/received-counter.ts';
import type { ReceivedEvents } from './live/received-events.ts';
import type { LastMessages } from './presence/last-messages.ts';

/** How often intake writes down what it need not write down at once, in milliseconds. */
export interface UpkeepIntervals {
  /** Received messages are counted into the ledger, and live subscribers told. */
  readonly countMs: number;
  /** The time of the last message is written. */
  readonly touchMs: number;
  /** The cursor is moved past entries that others appended, in shards where nothing is received. */
  readonly idleCatchUpMs: number;
}

export interface UpkeepDeps {
  readonly counter: ReceivedCounter;
  readonly receivedEvents: ReceivedEvents;
  readonly lastMessages: LastMessages;
  readonly guard: RepeatGuard;
  readonly log: Logger;
}

/** Something to be done again and again, or once more at the end. */
export interface Chore {
  /** For the log: "count received messages". */
  readonly what: string;
  readonly everyMs: number;
  readonly work: () => Promise<void>;
}

/** Everything intake writes down beside the messages themselves: counts, times of the last message, and what the caller adds. */
export class Upkeep {
  readonly #intervals: UpkeepIntervals;
  readonly #deps: UpkeepDeps;
  #jobs: Periodic[] = [];
  #sinceCatchUpMs = 0;

  constructor(intervals: UpkeepIntervals, deps: UpkeepDeps) {
    this.#intervals = intervals;
    this.#deps = deps;
  }

  /** Begins the repeated work; what an earlier run left uncounted is counted first. */
  start(chores: readonly Chore[]): void {
    const { lastMessages } = this.#deps;
    const { countMs, touchMs } = this.#intervals;
    const own: Chore[] = [
      { what: 'count received messages', everyMs: countMs, work: () => this.#count() },
      { what: 'write times of last messages', everyMs: touchMs, work: () => lastMessages.flush() },
    ];
    this.#jobs = [...own, ...chores].map(({ what, everyMs, work }) =>
      repeat(everyMs, work, (error) => this.#report(what, error)),
    );
  }

  /**
   * Ends the repeated work and writes down what is left. Each step is tried, whatever happens to the others.
   *
   * @param last - what the caller has to write down in the end
   */
  async stop(last: readonly Omit<Chore, 'everyMs'>[]): Promise<void> {
    const { counter, lastMessages, receivedEvents } = this.#deps;
    await Promise.all(this.#jobs.splice(0).map((job) => job.stop()));
    receivedEvents.flush();
    await this.#try('count received messages', () => counter.flush());
    await this.#try('write times of last messages', () => lastMessages.flush());
    for (const { what, work } of last) await this.#try(what, work);
  }

  async #count(): Promise<void> {
    const { counter, receivedEvents } = this.#deps;
    receivedEvents.flush();
    await counter.flush();
    this.#sinceCatchUpMs += this.#intervals.countMs;
    if (this.#sinceCatchUpMs < this.#intervals.idleCatchUpMs) return;
    this.#sinceCatchUpMs = 0;
    await counter.catchUpIdle();
  }

  async #try(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#report(what, error);
    }
  }

  #report(what: string, error: unknown): void {
    const { guard, log } = this.#deps;
    guard.warn(what, (held) => log.warn({ err: error, what, held }, 'Intake could not write to the database'));
  }
}
