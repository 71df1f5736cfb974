import type { LiveEvent, LiveSink } from '@hawser/contracts/streams';
import type { AccountId, AgentId } from '@hawser/core';

/**
 * Takes live events from the roles that make them and hands them on. It is there before the API is, so that broker and
 * ingestion can be started first; until somebody listens, events are only counted.
 */
export class LiveRelay implements LiveSink {
  readonly #observe: (event: LiveEvent) => void;
  #target: LiveSink | undefined;

  /** @param observe - sees every event, whether or not anybody is subscribed */
  constructor(observe: (event: LiveEvent) => void) {
    this.#observe = observe;
  }

  connect(target: LiveSink): void {
    this.#target = target;
  }

  wants(account: AccountId, agent: AgentId): boolean {
    return this.#target?.wants(account, agent) ?? false;
  }

  publish(event: LiveEvent): void {
    this.#observe(event);
    this.#target?.publish(event);
  }
}
