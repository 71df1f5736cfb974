import { type Periodic, repeat } from '@hawser/platform';
import type { BrokerIntervals } from './config.ts';
import type { BrokerParts } from './parts.ts';

/** A lease is renewed this many times before it would run out. */
const RENEWALS_PER_LEASE = 3;

export interface UpkeepConfig {
  readonly leaseMs: number;
  readonly intervals: BrokerIntervals;
}

/** Everything the broker writes down beside the messages themselves: counts, presence, times of the last message. */
export class Upkeep {
  readonly #config: UpkeepConfig;
  readonly #parts: BrokerParts;
  #jobs: Periodic[] = [];
  #isStarted = false;
  #sinceCatchUpMs = 0;

  constructor(config: UpkeepConfig, parts: BrokerParts) {
    this.#config = config;
    this.#parts = parts;
  }

  /**
   * Clears the sessions that a crash left as online, counts what it left uncounted, then starts the repeated work.
   *
   * @throws Error when the database or the queue cannot be used
   */
  async start(): Promise<void> {
    const { counter, lease, lastMessages, presence } = this.#parts;
    await lease.clear();
    await counter.flush();
    const { countMs, presenceMs, touchMs } = this.#config.intervals;
    this.#isStarted = true;
    this.#jobs = [
      this.#repeat('count received messages', countMs, () => this.#count()),
      this.#repeat('write presence', presenceMs, () => presence.flush()),
      this.#repeat('write times of last messages', touchMs, () => lastMessages.flush()),
      this.#repeat('renew the presence lease', this.#config.leaseMs / RENEWALS_PER_LEASE, () => lease.renew()),
    ];
  }

  /** Ends the repeated work and writes down what is left. Each step is tried, whatever happens to the others. */
  async stop(): Promise<void> {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    const { counter, lease, lastMessages, receivedEvents } = this.#parts;
    await Promise.all(this.#jobs.map((job) => job.stop()));
    receivedEvents.flush();
    await this.#try('count received messages', () => counter.flush());
    await this.#try('write times of last messages', () => lastMessages.flush());
    // Cheaper than one write per session, and no session is left.
    await this.#try('clear presence', () => lease.clear());
  }

  async #count(): Promise<void> {
    const { counter, receivedEvents } = this.#parts;
    receivedEvents.flush();
    await counter.flush();
    this.#sinceCatchUpMs += this.#config.intervals.countMs;
    if (this.#sinceCatchUpMs < this.#config.intervals.idleCatchUpMs) return;
    this.#sinceCatchUpMs = 0;
    await counter.catchUpIdle();
  }

  #repeat(what: string, intervalMs: number, work: () => Promise<void>): Periodic {
    return repeat(intervalMs, work, (error) => this.#report(what, error));
  }

  async #try(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#report(what, error);
    }
  }

  #report(what: string, error: unknown): void {
    const { guard, log } = this.#parts;
    guard.warn(what, (held) => log.warn({ err: error, what, held }, 'The broker could not write to the database'));
  }
}
