import { Upkeep } from '@hawser/intake';
import type { BrokerIntervals } from './config.ts';
import type { BrokerParts } from './parts.ts';

/** A lease is renewed this many times before it would run out. */
const RENEWALS_PER_LEASE = 3;

export interface BrokerUpkeepConfig {
  readonly leaseMs: number;
  readonly intervals: BrokerIntervals;
}

/** What the broker writes down beside the messages themselves: counts, presence, times of the last message. */
export class BrokerUpkeep {
  readonly #config: BrokerUpkeepConfig;
  readonly #parts: BrokerParts;
  readonly #upkeep: Upkeep;
  #isStarted = false;

  readonly #countUsage = async (): Promise<void> => {
    const { meters, limitNotices } = this.#parts;
    await meters.refresh();
    await limitNotices.tell(meters.takeStandings());
  };

  constructor(config: BrokerUpkeepConfig, parts: BrokerParts) {
    this.#config = config;
    this.#parts = parts;
    this.#upkeep = new Upkeep(config.intervals, parts);
  }

  /**
   * Clears the sessions that a crash left as online, counts what it left uncounted, then starts the repeated work.
   *
   * @throws Error when the database or the queue cannot be used
   */
  async start(): Promise<void> {
    const { counter, endClosed, lease, presence } = this.#parts;
    await lease.clear();
    await counter.flush();
    const { intervals, leaseMs } = this.#config;
    this.#isStarted = true;
    this.#upkeep.start([
      { what: 'write presence', everyMs: intervals.presenceMs, work: () => presence.flush() },
      { what: 'renew the presence lease', everyMs: leaseMs / RENEWALS_PER_LEASE, work: () => lease.renew() },
      { what: 'count what accounts use', everyMs: intervals.accountsMs, work: this.#countUsage },
      { what: 'end connections of closed accounts', everyMs: intervals.accountsMs, work: async () => endClosed() },
    ]);
  }

  /** Ends the repeated work and writes down what is left. */
  async stop(): Promise<void> {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    // Cheaper than one write per session, and no session is left.
    const { lease } = this.#parts;
    await this.#upkeep.stop([
      { what: 'clear presence', work: () => lease.clear() },
      { what: 'count what accounts use', work: this.#countUsage },
    ]);
  }
}
