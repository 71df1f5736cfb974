import type { AgentId } from '@hawser/core';
import type { PresenceStore } from '../deps.ts';

interface StoredPresence {
  online: boolean;
  broker: string;
  session: string;
  leaseUntil: number;
  lastMessageAt?: number;
}

export class MemoryPresence implements PresenceStore {
  readonly rows = new Map<AgentId, StoredPresence>();
  /** What was written, in order. */
  readonly writes: string[] = [];
  error: Error | null = null;

  async connected(row: { agent: AgentId; broker: string; session: string; at: number; leaseUntil: number }) {
    this.#check();
    this.writes.push('connected');
    this.rows.set(row.agent, { online: true, broker: row.broker, session: row.session, leaseUntil: row.leaseUntil });
  }

  async disconnected({ agent, session }: { agent: AgentId; session: string; at: number }) {
    this.#check();
    this.writes.push('disconnected');
    const row = this.rows.get(agent);
    if (row?.session === session) row.online = false;
  }

  async renew(broker: string, leaseUntil: number) {
    this.#check();
    for (const row of this.rows.values()) if (row.online && row.broker === broker) row.leaseUntil = leaseUntil;
  }

  async expire(now: number): Promise<AgentId[]> {
    this.#check();
    const expired = [...this.rows].filter(([, row]) => row.online && row.leaseUntil < now);
    for (const [, row] of expired) row.online = false;
    return expired.map(([agent]) => agent);
  }

  async clearBroker(broker: string) {
    this.#check();
    for (const row of this.rows.values()) if (row.broker === broker) row.online = false;
  }

  async touch(entries: readonly { agent: AgentId; at: number }[]) {
    this.#check();
    for (const { agent, at } of entries) {
      const row = this.rows.get(agent);
      if (row !== undefined) row.lastMessageAt = at;
    }
  }

  #check(): void {
    if (this.error !== null) throw this.error;
  }
}
