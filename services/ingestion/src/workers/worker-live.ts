import type { LiveEvent, LiveSink } from '@hawser/contracts/streams';
import type { AccountId, AgentId } from '@hawser/core';
import type { Interest } from './worker-messages.ts';

/** A worker's way to live subscribers: they are in another thread, which says what they want. */
export class WorkerLive implements LiveSink {
  readonly #send: (events: readonly LiveEvent[]) => void;
  readonly #outbox: LiveEvent[] = [];
  #accounts = new Set<AccountId>();
  #agents = new Set<AgentId>();

  /** @param send - takes the events of one turn of the event loop together */
  constructor(send: (events: readonly LiveEvent[]) => void) {
    this.#send = send;
  }

  setInterest({ accounts, agents }: Interest): void {
    this.#accounts = new Set(accounts);
    this.#agents = new Set(agents);
  }

  wants(account: AccountId, agent: AgentId): boolean {
    return this.#accounts.has(account) || this.#agents.has(agent);
  }

  publish(event: LiveEvent): void {
    if (this.#outbox.push(event) === 1) setImmediate(() => this.#send(this.#outbox.splice(0)));
  }
}
