import type { AccountId, AgentId } from '@hawser/core';

const MINUTE_MS = 60_000;

/** How many messages of an agent came in one minute. */
export interface Tally {
  readonly accountId: AccountId;
  readonly agentId: AgentId;
  /** Start of the minute, in milliseconds since the Unix epoch. */
  readonly minute: number;
  readonly messages: number;
}

/** Adds up messages by agent and minute of receipt. */
export class Tallies {
  readonly #minutes = new Map<number, Map<AgentId, { accountId: AccountId; messages: number }>>();
  #size = 0;

  /** Number of different pairs of agent and minute. */
  get size(): number {
    return this.#size;
  }

  add(accountId: AccountId, agentId: AgentId, receivedAt: number): void {
    const minute = Math.floor(receivedAt / MINUTE_MS) * MINUTE_MS;
    const agents = this.#agentsOf(minute);
    const seen = agents.get(agentId);
    if (seen !== undefined) {
      seen.messages++;
      return;
    }
    agents.set(agentId, { accountId, messages: 1 });
    this.#size++;
  }

  list(): Tally[] {
    const all: Tally[] = [];
    for (const [minute, agents] of this.#minutes) {
      for (const [agentId, { accountId, messages }] of agents) all.push({ accountId, agentId, minute, messages });
    }
    return all;
  }

  #agentsOf(minute: number) {
    let agents = this.#minutes.get(minute);
    if (agents === undefined) {
      agents = new Map();
      this.#minutes.set(minute, agents);
    }
    return agents;
  }
}
