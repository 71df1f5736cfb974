import { type AccountId, type AgentId, newId, Problem } from '@hawser/core';
import type { Queryable } from '../database.ts';

export interface NewCredential {
  readonly agentId: AgentId;
  /** Unique in the installation. */
  readonly username: string;
  /** SHA-256 of the password, which has 256 random bits. */
  readonly passwordHash: Uint8Array;
}

/** What the broker needs to know about who signs in. */
export interface Credential {
  readonly agentId: AgentId;
  readonly accountId: AccountId;
  readonly accountName: string;
  readonly agentName: string;
  readonly passwordHash: Uint8Array;
  /** The agent may not connect. */
  readonly disabled: boolean;
  /** A newer one was issued. */
  readonly revoked: boolean;
}

export interface CredentialRepository {
  /**
   * Adds a credential and revokes those that the agent had.
   *
   * @throws Problem `not-found` without the agent
   */
  issue(credential: NewCredential): Promise<void>;
  findByUsername(username: string): Promise<Credential | null>;
  /**
   * Of agents that were let in before, finds those that may not stay: disabled, deleted, or with credentials that replaced
   * others since. A minute before counts as well, because clocks differ.
   *
   * @param since - milliseconds since the Unix epoch
   */
  findOutdated(connected: readonly { readonly agent: AgentId; readonly since: number }[]): Promise<AgentId[]>;
}

/** The one before is kept, so that its use can be told from that of a made-up one; those before it are forgotten. */
const ISSUE = `WITH forgotten AS (DELETE FROM agent_credentials WHERE agent_id = $2 AND revoked_at IS NOT NULL),
    revoked AS (UPDATE agent_credentials SET revoked_at = now() WHERE agent_id = $2 AND revoked_at IS NULL)
  INSERT INTO agent_credentials (id, agent_id, username, password_hash)
  SELECT $1, id, $3, $4 FROM agents WHERE id = $2 RETURNING id`;

const FIND = `SELECT a.id AS "agentId", a.account_id AS "accountId", c.name AS "accountName", a.name AS "agentName",
    k.password_hash AS "passwordHash", a.disabled, k.revoked_at IS NOT NULL AS revoked
  FROM agent_credentials k JOIN agents a ON a.id = k.agent_id JOIN accounts c ON c.id = a.account_id
  WHERE k.username = $1`;

const FIND_OUTDATED = `SELECT k.agent FROM unnest($1::uuid[], $2::timestamptz[]) AS k (agent, since)
  LEFT JOIN agents a ON a.id = k.agent
  WHERE a.id IS NULL OR a.disabled OR EXISTS (SELECT FROM agent_credentials c
    WHERE c.agent_id = k.agent AND c.created_at > k.since - interval '1 minute' AND EXISTS (
      SELECT FROM agent_credentials old WHERE old.agent_id = k.agent AND old.revoked_at IS NOT NULL))`;

/** What agents sign in with, on a database or in a transaction of it. */
export function createCredentialRepository(db: Queryable): CredentialRepository {
  return {
    async issue({ agentId, username, passwordHash }) {
      const rows = await db.query(ISSUE, [newId(), agentId, username, passwordHash]);
      if (rows.length === 0) throw new Problem('not-found', 'The agent does not exist.');
    },
    async findByUsername(username) {
      // The name comes from outside; PostgreSQL would refuse the statement.
      if (username.includes('\0')) return null;
      const [credential] = await db.query<Credential>(FIND, [username]);
      return credential ?? null;
    },
    async findOutdated(connected) {
      if (connected.length === 0) return [];
      const times = connected.map(({ since }) => new Date(since));
      const rows = await db.query<{ agent: AgentId }>(FIND_OUTDATED, [connected.map(({ agent }) => agent), times]);
      return rows.map(({ agent }) => agent);
    },
  };
}
