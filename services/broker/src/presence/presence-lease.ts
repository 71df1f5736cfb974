import type { Clock } from '@hawser/core';
import type { PresenceStore } from '../deps.ts';

export interface PresenceLeaseConfig {
  readonly brokerId: string;
  readonly leaseMs: number;
}

/** Keeps this broker's sessions from being taken for dead, and ends those of brokers that are. */
export class PresenceLease {
  readonly #config: PresenceLeaseConfig;
  readonly #store: PresenceStore;
  readonly #clock: Clock;
  readonly #onLost: () => void;
  #renewedAt: number;

  /** @param onLost - called when the lease had run out before it could be renewed */
  constructor(config: PresenceLeaseConfig, store: PresenceStore, clock: Clock, onLost: () => void) {
    this.#config = config;
    this.#store = store;
    this.#clock = clock;
    this.#onLost = onLost;
    this.#renewedAt = clock();
  }

  /** Ends what an earlier run of this broker left as online: its connections died with it. */
  async clear(): Promise<void> {
    await this.#store.clearBroker(this.#config.brokerId, this.#clock());
    this.#renewedAt = this.#clock();
  }

  /** Renews the own lease first, so that the clean-up after it cannot hit own sessions. */
  async renew(): Promise<void> {
    const now = this.#clock();
    await this.#store.renew(this.#config.brokerId, now + this.#config.leaseMs);
    if (now - this.#renewedAt >= this.#config.leaseMs) this.#onLost();
    this.#renewedAt = now;
    await this.#store.expire(now);
  }
}
