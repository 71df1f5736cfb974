import type { LiveSink } from '@hawser/contracts/streams';
import type { AgentId, Clock } from '@hawser/core';
import type { PresenceStore } from '../deps.ts';
import type { Session } from '../session/session.ts';

const PARALLEL_WRITES = 4;

interface AgentPresence {
  /** The agent's newest session, open or closed. */
  latest: Session;
  /** The session that the database has as connected. */
  written: Session | null;
  /** What live subscribers were last told. */
  online: boolean;
}

export interface PresenceWriterConfig {
  readonly brokerId: string;
  readonly leaseMs: number;
}

/**
 * Writes down who is online. Changes are gathered and written by `flush`, which compares what is with what was written:
 * a session that was taken over by another one never shows as an agent that went offline.
 */
export class PresenceWriter {
  readonly #config: PresenceWriterConfig;
  readonly #store: PresenceStore;
  readonly #live: LiveSink;
  readonly #clock: Clock;
  readonly #agents = new Map<AgentId, AgentPresence>();
  readonly #changed = new Set<AgentId>();

  constructor(config: PresenceWriterConfig, store: PresenceStore, live: LiveSink, clock: Clock) {
    this.#config = config;
    this.#store = store;
    this.#live = live;
    this.#clock = clock;
  }

  opened(session: Session): void {
    const { id } = session.agent;
    const known = this.#agents.get(id);
    if (known === undefined) this.#agents.set(id, { latest: session, written: null, online: false });
    else known.latest = session;
    this.#changed.add(id);
  }

  closed(session: Session): void {
    if (this.#agents.get(session.agent.id)?.latest === session) this.#changed.add(session.agent.id);
  }

  /** Writes every open session again with the next flush: others may have taken them for dead. */
  writeAllAgain(): void {
    for (const [id, presence] of this.#agents) {
      presence.written = null;
      this.#changed.add(id);
    }
  }

  /**
   * Writes what changed since the last time.
   *
   * @throws Error when the database cannot be reached; what was not written stays to be written
   */
  async flush(): Promise<void> {
    const waiting = [...this.#changed];
    const writeNext = async (): Promise<void> => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await this.#write(id);
    };
    const outcomes = await Promise.allSettled(Array.from({ length: PARALLEL_WRITES }, writeNext));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  async #write(id: AgentId): Promise<void> {
    this.#changed.delete(id);
    const presence = this.#agents.get(id);
    if (presence === undefined) return;
    try {
      await this.#writeConnected(presence);
      await this.#writeDisconnected(presence);
    } catch (error) {
      this.#changed.add(id);
      throw error;
    }
  }

  async #writeConnected(presence: AgentPresence): Promise<void> {
    const session = presence.latest;
    if (presence.written === session) return;
    await this.#store.connected({
      agent: session.agent.id,
      broker: this.#config.brokerId,
      session: session.id,
      at: session.openedAt,
      leaseUntil: this.#clock() + this.#config.leaseMs,
    });
    presence.written = session;
    if (!presence.online) this.#announce(session, true, session.openedAt);
    presence.online = true;
  }

  async #writeDisconnected(presence: AgentPresence): Promise<void> {
    const session = presence.written;
    if (session === null || session !== presence.latest || session.closedAt === null) return;
    await this.#store.disconnected({ agent: session.agent.id, session: session.id, at: session.closedAt });
    // A connection that came during the write is in `changed` and goes online with the next flush.
    if (presence.latest === session) this.#agents.delete(session.agent.id);
    presence.online = false;
    this.#announce(session, false, session.closedAt);
  }

  #announce(session: Session, online: boolean, at: number): void {
    this.#live.publish({ type: 'presence', account: session.agent.account, agent: session.agent.id, online, at });
  }
}
