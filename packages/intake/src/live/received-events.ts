import type { LiveSink } from '@hawser/contracts/streams';
import type { AgentId, AgentIdentity } from '@hawser/core';

/** Tells live subscribers how many messages each agent sent: one event per agent and flush, not one per message. */
export class ReceivedEvents {
  readonly #live: LiveSink;
  #counts = new Map<AgentId, { readonly agent: AgentIdentity; messages: number }>();

  constructor(live: LiveSink) {
    this.#live = live;
  }

  note(agent: AgentIdentity): void {
    const count = this.#counts.get(agent.id);
    if (count === undefined) this.#counts.set(agent.id, { agent, messages: 1 });
    else count.messages++;
  }

  flush(): void {
    const counts = this.#counts;
    if (counts.size === 0) return;
    this.#counts = new Map();
    for (const { agent, messages } of counts.values()) {
      this.#live.publish({ type: 'received', account: agent.account, agent: agent.id, messages });
    }
  }
}
