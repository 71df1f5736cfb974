import type { AgentId } from '@hawser/core';
import type { Queryable } from '../database.ts';

export interface Connected {
  readonly agent: AgentId;
  /** The broker that holds the connection. */
  readonly broker: string;
  /** UUID of this one connection. */
  readonly session: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Until when the agent counts as online if the broker says nothing more; milliseconds since the Unix epoch. */
  readonly leaseUntil: number;
}

/** Who is connected where. Times are milliseconds since the Unix epoch; agents that were deleted are passed over. */
export interface PresenceRepository {
  /** Notes a connection, unless a newer one of the agent is known. */
  connected(connection: Connected): Promise<void>;
  /** Notes the end of a connection, if it is still the agent's current one: it may have been taken over meanwhile. */
  disconnected(connection: { agent: AgentId; session: string; at: number }): Promise<void>;
  /** Extends the lease of all connections of a broker. */
  renew(broker: string, leaseUntil: number): Promise<void>;
  /** Notes as offline whose broker has not renewed its lease; returns them. */
  expire(now: number): Promise<AgentId[]>;
  /** Notes all agents of a broker as offline: it starts anew. */
  clearBroker(broker: string, at: number): Promise<void>;
  /** How many agents are online now, behind all brokers together. */
  countOnline(now: number): Promise<number>;
  /** Notes when agents last sent something; an older time does not replace a newer one. */
  touch(entries: readonly { agent: AgentId; at: number }[]): Promise<void>;
}

const CONNECTED = `INSERT INTO agent_presence AS p (agent_id, online, broker, session, connected_at, lease_until)
  SELECT id, true, $2, $3, $4, $5 FROM agents WHERE id = $1
  ON CONFLICT (agent_id) DO UPDATE SET online = true, broker = excluded.broker, session = excluded.session,
    connected_at = excluded.connected_at, lease_until = excluded.lease_until
  WHERE p.connected_at IS NULL OR p.connected_at <= excluded.connected_at`;

const DISCONNECTED = `UPDATE agent_presence SET online = false, disconnected_at = $3
  WHERE agent_id = $1 AND session = $2 AND online`;

const EXPIRE = `UPDATE agent_presence SET online = false, disconnected_at = lease_until
  WHERE online AND lease_until < $1 RETURNING agent_id AS id`;

// Sorted, so that two brokers lock the rows in the same order; grouped, because a row can be hit only once.
const TOUCH = `INSERT INTO agent_presence AS p (agent_id, last_message_at)
  SELECT a.id, max(t.at) FROM unnest($1::uuid[], $2::timestamptz[]) AS t (id, at) JOIN agents a ON a.id = t.id
  GROUP BY a.id ORDER BY a.id
  ON CONFLICT (agent_id) DO UPDATE SET last_message_at = greatest(p.last_message_at, excluded.last_message_at)`;

/** Presence of agents, on a database or in a transaction of it. */
export function createPresenceRepository(db: Queryable): PresenceRepository {
  return {
    async connected({ agent, broker, session, at, leaseUntil }) {
      await db.query(CONNECTED, [agent, broker, session, new Date(at), new Date(leaseUntil)]);
    },
    async disconnected({ agent, session, at }) {
      await db.query(DISCONNECTED, [agent, session, new Date(at)]);
    },
    async renew(broker, leaseUntil) {
      const sql = 'UPDATE agent_presence SET lease_until = $2 WHERE online AND broker = $1';
      await db.query(sql, [broker, new Date(leaseUntil)]);
    },
    async expire(now) {
      return (await db.query<{ id: AgentId }>(EXPIRE, [new Date(now)])).map(({ id }) => id);
    },
    async clearBroker(broker, at) {
      const sql = 'UPDATE agent_presence SET online = false, disconnected_at = $2 WHERE online AND broker = $1';
      await db.query(sql, [broker, new Date(at)]);
    },
    async countOnline(now) {
      const sql = 'SELECT count(*)::int AS count FROM agent_presence WHERE online AND lease_until >= $1';
      const [row] = await db.query<{ count: number }>(sql, [new Date(now)]);
      return row?.count ?? 0;
    },
    async touch(entries) {
      if (entries.length === 0) return;
      const ids = entries.map(({ agent }) => agent);
      await db.query(TOUCH, [ids, entries.map(({ at }) => new Date(at))]);
    },
  };
}
