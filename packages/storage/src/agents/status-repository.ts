import type { AccountId, AgentId } from '@hawser/core';
import type { Queryable } from '../database.ts';

/** What an agent said of itself on its status topic, through a broker that is not ours. */
export interface AgentStatus {
  readonly agent: AgentId;
  readonly online: boolean;
  /** When it was heard, in milliseconds since the Unix epoch. */
  readonly at: number;
}

export interface ChangedStatus {
  readonly agent: AgentId;
  readonly account: AccountId;
  readonly online: boolean;
}

/**
 * Presence as agents tell it. Several bridges hear the same and write the same: only what is news changes a row, and a
 * later word counts against an earlier one whoever writes first.
 */
export interface StatusRepository {
  /**
   * Notes what agents said; at most one status per agent.
   *
   * @param broker - the broker they are connected to; its lease is renewed with `PresenceRepository.renew`
   * @param leaseUntil - until when they count as online if nobody renews it; milliseconds since the Unix epoch
   * @returns whose presence it changed
   */
  note(broker: string, statuses: readonly AgentStatus[], leaseUntil: number): Promise<ChangedStatus[]>;
}

/** The session of a connection that nobody but the foreign broker knows is the agent itself. */
const NOTE_ONLINE = `WITH changed AS (
    INSERT INTO agent_presence AS p (agent_id, online, broker, session, connected_at, lease_until)
    SELECT a.id, true, $1, a.id, s.at, $4
    FROM unnest($2::uuid[], $3::timestamptz[]) AS s (id, at) JOIN agents a ON a.id = s.id ORDER BY a.id
    ON CONFLICT (agent_id) DO UPDATE SET online = true, broker = excluded.broker, session = excluded.session,
      connected_at = excluded.connected_at, lease_until = excluded.lease_until
    WHERE NOT (p.online AND p.broker = excluded.broker)
      AND coalesce(greatest(p.connected_at, p.disconnected_at), '-infinity') <= excluded.connected_at
    RETURNING agent_id)
  SELECT a.id AS agent, a.account_id AS account, true AS online FROM changed JOIN agents a ON a.id = agent_id`;

/** An agent that has connected to another broker since is not offline. */
const NOTE_OFFLINE = `WITH changed AS (
    UPDATE agent_presence p SET online = false, disconnected_at = s.at
    FROM unnest($2::uuid[], $3::timestamptz[]) AS s (id, at)
    WHERE p.agent_id = s.id AND p.online AND p.broker = $1 AND p.connected_at <= s.at
    RETURNING p.agent_id)
  SELECT a.id AS agent, a.account_id AS account, false AS online FROM changed JOIN agents a ON a.id = agent_id`;

export function createStatusRepository(db: Queryable): StatusRepository {
  return {
    async note(broker, statuses, leaseUntil) {
      const [online, offline] = [statuses.filter((s) => s.online), statuses.filter((s) => !s.online)];
      const changed: ChangedStatus[] = [];
      if (online.length > 0) {
        changed.push(
          ...(await db.query<ChangedStatus>(NOTE_ONLINE, [broker, ...columns(online), new Date(leaseUntil)])),
        );
      }
      if (offline.length > 0)
        changed.push(...(await db.query<ChangedStatus>(NOTE_OFFLINE, [broker, ...columns(offline)])));
      return changed;
    },
  };
}

function columns(statuses: readonly AgentStatus[]): [string[], Date[]] {
  return [statuses.map(({ agent }) => agent), statuses.map(({ at }) => new Date(at))];
}
