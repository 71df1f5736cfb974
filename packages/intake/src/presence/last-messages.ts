import type { AgentId } from '@hawser/core';
import type { PresenceRepository } from '@hawser/storage';

const CHUNK = 500;

/** Gathers when each agent last sent a message, and writes it in batches. */
export class LastMessages {
  readonly #store: Pick<PresenceRepository, 'touch'>;
  #times = new Map<AgentId, number>();

  constructor(store: Pick<PresenceRepository, 'touch'>) {
    this.#store = store;
  }

  /** @param at - milliseconds since the Unix epoch */
  note(agent: AgentId, at: number): void {
    this.#times.set(agent, at);
  }

  /** @throws Error when the database cannot be reached; the times are kept, one per agent */
  async flush(): Promise<void> {
    const gathered = this.#times;
    this.#times = new Map();
    const entries = Array.from(gathered, ([agent, at]) => ({ agent, at }));
    try {
      while (entries.length > 0) {
        await this.#store.touch(entries.slice(0, CHUNK));
        entries.splice(0, CHUNK);
      }
    } catch (error) {
      for (const { agent, at } of entries) if (!this.#times.has(agent)) this.#times.set(agent, at);
      throw error;
    }
  }
}
