import type { AgentId } from '@hawser/core';
import { type BrokerConfig, DEFAULT_BOUNDS, DEFAULT_INTERVALS } from './config.ts';
import type { BrokerDeps } from './deps.ts';
import { Frontend } from './mqtt/frontend.ts';
import { createParts } from './parts.ts';
import { BrokerUpkeep } from './upkeep.ts';

/** The built-in MQTT broker: the end of the wire, and intake. */
export interface BrokerRole {
  /**
   * Takes over what an earlier run left behind, then listens.
   *
   * @throws Error when the database or a port cannot be used; nothing is left running then
   */
  start(): Promise<{ readonly mqttPort: number; readonly wsPort: number }>;
  /** Stops listening, finishes the appends under way, writes everything down, and ends the connections. */
  stop(): Promise<void>;
  stats(): BrokerStats;
  /** Ends the agent's connections at once and forgets its credentials, so that it has to prove anew who it is. */
  disconnectAgent(agent: AgentId): void;
  /** Forgets the agent's credentials, because they were changed; live connections stay. */
  forgetAgent(agent: AgentId): void;
  /** Forgets all credentials, because nobody knows which were changed; live connections stay. */
  forgetAllAgents(): void;
  /** The agents connected now, each with the time of its oldest connection in milliseconds since the Unix epoch. */
  connectedAgents(): { readonly agent: AgentId; readonly since: number }[];
}

export interface BrokerStats {
  /** Agents connected. */
  readonly sessions: number;
  /** Messages made durable since the start. */
  readonly received: number;
  /** Connections, publishes and subscriptions refused since the start. */
  readonly refused: number;
}

/**
 * Wires the broker. MQTT 3.1 and 3.1.1 over TCP and WebSocket; QoS 0, 1 and 2; no anonymous access.
 *
 * The client id must be the agent's id (in either case). A resend that MQTT marks as such (DUP) is a message like any
 * other here: the protocol gives it no identity across connections, so only ids in the payload reveal duplicates.
 */
export function createBrokerRole(config: BrokerConfig, deps: BrokerDeps): BrokerRole {
  const bounds = { ...DEFAULT_BOUNDS, ...config.bounds };
  const intervals = { ...DEFAULT_INTERVALS, ...config.intervals };
  const parts = createParts(config, bounds, intervals, deps);
  const upkeep = new BrokerUpkeep({ leaseMs: config.leaseMs, intervals }, parts);
  const frontend = new Frontend(config, bounds, parts);

  async function stop(): Promise<void> {
    await frontend.close();
    await upkeep.stop();
  }

  return {
    async start() {
      await upkeep.start();
      try {
        return await frontend.open();
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
    stats: () => ({
      sessions: parts.sessions.size,
      received: parts.totals.received,
      refused: parts.refusals.total,
    }),
    disconnectAgent(agent) {
      // First, so that a connection being checked at this moment is not let in by what is remembered.
      parts.credentials.forget(agent);
      parts.sessions.disconnect(agent);
    },
    forgetAgent: (agent) => parts.credentials.forget(agent),
    forgetAllAgents: () => parts.credentials.forgetAll(),
    connectedAgents: () => parts.sessions.agents(),
  };
}
