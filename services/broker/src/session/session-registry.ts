import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { AgentId, AgentIdentity, Clock } from '@hawser/core';
import type { Session } from './session.ts';

export interface SessionListener {
  opened(session: Session): void;
  closed(session: Session): void;
}

/**
 * Knows the live sessions. A session lives from authentication to the end of its socket, so that when a second
 * connection takes over there is no moment at which the agent has none.
 */
export class SessionRegistry {
  readonly #clock: Clock;
  readonly #listener: SessionListener;
  readonly #byAgent = new Map<AgentId, Set<Session>>();
  #size = 0;

  constructor(clock: Clock, listener: SessionListener) {
    this.#clock = clock;
    this.#listener = listener;
  }

  /** Number of open connections that have proven who they are. */
  get size(): number {
    return this.#size;
  }

  open(agent: AgentIdentity, connection: Duplex): Session {
    const session: Session = {
      id: randomUUID(),
      agent,
      connection,
      openedAt: this.#clock(),
      closedAt: null,
      subscriptions: new Set(),
      lastDecision: null,
      appendingQos2: new Map(),
    };
    this.#add(session);
    connection.once('close', () => this.#close(session));
    this.#listener.opened(session);
    return session;
  }

  /** Lists the agents that have a session, each with the time at which its oldest one was opened. */
  agents(): { readonly agent: AgentId; readonly since: number }[] {
    return [...this.#byAgent].map(([agent, sessions]) => ({
      agent,
      since: Math.min(...[...sessions].map(({ openedAt }) => openedAt)),
    }));
  }

  /** Ends every connection of an agent at once. */
  disconnect(agent: AgentId): void {
    for (const session of this.#byAgent.get(agent) ?? []) session.connection.destroy();
  }

  /**
   * Ends the agent's other connections. The MQTT library does this too, but forgets a connection that came while an
   * earlier one was just ending.
   */
  keepOnly(session: Session): void {
    for (const other of this.#byAgent.get(session.agent.id) ?? []) {
      if (other !== session) other.connection.destroy();
    }
  }

  #add(session: Session): void {
    const { id } = session.agent;
    const sessions = this.#byAgent.get(id) ?? new Set();
    sessions.add(session);
    this.#byAgent.set(id, sessions);
    this.#size++;
  }

  #close(session: Session): void {
    const sessions = this.#byAgent.get(session.agent.id);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#byAgent.delete(session.agent.id);
    this.#size--;
    session.closedAt = this.#clock();
    this.#listener.closed(session);
  }
}
