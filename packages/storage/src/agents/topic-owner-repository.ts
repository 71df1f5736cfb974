import { type AccountId, type AgentId, isUuid } from '@hawser/core';
import type { Queryable } from '../database.ts';

/** Account and agent as a topic spells them; the agent by its name or its id. */
export interface TopicOwnerKey {
  readonly account: string;
  readonly agent: string;
}

/** What is known of a topic's owner. */
export interface TopicOwnerRow {
  /** Null when no account has the name. */
  readonly accountId: AccountId | null;
  /** Null when the account has no such agent. */
  readonly agentId: AgentId | null;
  readonly agentName: string | null;
  /** The root account, which takes what belongs to nobody; null before the set-up. */
  readonly rootId: AccountId | null;
}

export interface TopicOwnerRepository {
  /** Finds out about many owners in one statement. @returns one row per key, in the order of the keys */
  find(keys: readonly TopicOwnerKey[]): Promise<TopicOwnerRow[]>;
}

const FIND = `SELECT c.id AS "accountId", a.id AS "agentId", a.name AS "agentName",
    (SELECT id FROM accounts WHERE parent_id IS NULL) AS "rootId"
  FROM unnest($1::text[], $2::text[], $3::uuid[]) WITH ORDINALITY AS k (account, agent, agent_id, n)
  LEFT JOIN accounts c ON c.name = k.account
  LEFT JOIN LATERAL (
    SELECT id, name FROM agents WHERE account_id = c.id AND (name = k.agent OR id = k.agent_id) LIMIT 1) a ON true
  ORDER BY k.n`;

/** Names no account or agent has, and which the database would refuse the whole statement for. */
const UNUSABLE = /\0/;

/** Whose topics are whose, on a database or in a transaction of it. */
export function createTopicOwnerRepository(db: Queryable): TopicOwnerRepository {
  return {
    async find(keys) {
      if (keys.length === 0) return [];
      return db.query<TopicOwnerRow>(FIND, [
        keys.map(({ account }) => usable(account)),
        keys.map(({ agent }) => usable(agent)),
        keys.map(({ agent }) => (isUuid(agent) ? agent.toLowerCase() : null)),
      ]);
    },
  };
}

function usable(name: string): string {
  return UNUSABLE.test(name) ? '' : name;
}
