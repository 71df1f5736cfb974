import { type Periodic, repeat } from '@hawser/platform';
import type { BridgeIntervals } from './config.ts';
import type { BridgeParts } from './parts.ts';

/** A lease is renewed this many times before it would run out. */
const RENEWALS_PER_LEASE = 3;

export interface UpkeepConfig {
  readonly leaseMs: number;
  readonly intervals: BridgeIntervals;
}

/** Everything the bridge writes down beside the messages themselves: counts, presence, times of the last message. */
export class Upkeep {
  readonly #config: UpkeepConfig;
  readonly #parts: BridgeParts;
  #jobs: Periodic[] = [];
  #sinceCatchUpMs = 0;

  constructor(config: UpkeepConfig, parts: BridgeParts) {
    this.#config = config;
    this.#parts = parts;
  }

  /** Begins the repeated work; what an earlier run left uncounted is counted with the first run of it. */
  start(): void {
    const { lastMessages, watcher } = this.#parts;
    const { countMs, presenceMs, touchMs } = this.#config.intervals;
    this.#jobs = [
      this.#repeat('count received messages', countMs, () => this.#count()),
      this.#repeat('write presence', presenceMs, () => watcher.flush()),
      this.#repeat('write times of last messages', touchMs, () => lastMessages.flush()),
      this.#repeat('renew the presence lease', this.#config.leaseMs / RENEWALS_PER_LEASE, () => this.#renewLease()),
    ];
  }

  /** Ends the repeated work and writes down what is left. Each step is tried, whatever happens to the others. */
  async stop(): Promise<void> {
    const { counter, lastMessages, receivedEvents, watcher } = this.#parts;
    await Promise.all(this.#jobs.map((job) => job.stop()));
    receivedEvents.flush();
    await this.#try('count received messages', () => counter.flush());
    await this.#try('write presence', () => watcher.flush());
    await this.#try('write times of last messages', () => lastMessages.flush());
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

  /** While the broker is away nobody knows who is online. */
  async #renewLease(): Promise<void> {
    const { links, watcher } = this.#parts;
    if (links.hearsStatus) await watcher.renewLease();
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
    guard.warn(what, (held) => log.warn({ err: error, what, held }, 'The bridge could not write to the database'));
  }
}
