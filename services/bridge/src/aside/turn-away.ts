import type { AgentId, Clock } from '@hawser/core';
import type { Logger, RepeatGuard } from '@hawser/platform';
import type { BridgeBounds, BridgeConfig } from '../config.ts';
import type { BridgeDeps } from '../deps.ts';
import type { BridgeMetrics } from '../metrics.ts';
import { type BrokerAddress, brokerAddress } from '../mqtt/broker-address.ts';
import { takeOver } from '../mqtt/take-over.ts';
import type { SetAside } from './set-aside.ts';

/** Connections that are ended at the same time. */
const AT_ONCE = 8;

export interface TurnAwayDeps extends Pick<BridgeDeps, 'holds'> {
  readonly aside: Pick<SetAside, 'held'>;
  readonly metrics: BridgeMetrics;
  readonly guard: RepeatGuard;
  readonly log: Logger;
  readonly clock: Clock;
}

/**
 * Holds back the agents of accounts of which as much is set aside as may be: the broker's callbacks refuse their
 * connections for a while, and those they have are ended. What an agent has not sent yet it keeps.
 */
export class TurnAway {
  readonly #address: BrokerAddress;
  readonly #config: BridgeConfig;
  readonly #bounds: BridgeBounds;
  readonly #deps: TurnAwayDeps;

  /** @throws Error when the broker's URL is not one */
  constructor(config: BridgeConfig, bounds: BridgeBounds, deps: TurnAwayDeps) {
    this.#address = brokerAddress(config);
    this.#config = config;
    this.#bounds = bounds;
    this.#deps = deps;
  }

  /** @throws Error when the database does not answer; connections are ended all the same */
  async look(): Promise<void> {
    const { aside, holds, clock } = this.#deps;
    const held = aside.held();
    if (held.length === 0) return;
    const accounts = held.flatMap((lane) => lane.accounts);
    const [holding] = await Promise.allSettled([
      holds.hold(accounts, clock() + this.#bounds.holdMs),
      this.#endAll(held.flatMap(({ senders }) => senders)),
    ]);
    if (holding.status === 'rejected') throw holding.reason;
  }

  async #endAll(agents: readonly AgentId[]): Promise<void> {
    const waiting = agents.values();
    const work = async (): Promise<void> => {
      for (const agent of waiting) await this.#end(agent);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  async #end(agent: AgentId): Promise<void> {
    const { metrics, guard, log } = this.#deps;
    const { username, password } = this.#config;
    const credentials = {
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    };
    try {
      await takeOver(agent, { address: this.#address, ...credentials, timeoutMs: this.#bounds.connectTimeoutMs });
      metrics.turnedAway.inc();
      guard.warn('turned away', (held) =>
        log.warn({ agent, held }, 'An agent was turned away: its account has sent more than can be set aside'),
      );
    } catch (err) {
      guard.warn('not turned away', (held) =>
        log.error({ err, agent, held }, 'The connection of an agent could not be ended at the broker'),
      );
    }
  }
}
