import { type AccountId, type AgentId, type Clock, isUuid, newId, Problem, systemClock } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { decodePageCursor, encodePageCursor } from '../series/page-cursor.ts';
import type { Agent, AgentChange, AgentPage, AgentPageRequest, AgentWithPresence, NewAgent } from './agent.ts';
import { type AgentScope, inFleets } from './agent-scope.ts';
import {
  AGENT_COLUMNS,
  COUNT_ONLINE,
  DELETE_AGENT,
  IDS_IN,
  IDS_IN_BRANCH,
  INSERT_AGENT,
  LIST_AGENTS,
  PRESENCE_COLUMNS,
  UPDATE_AGENT,
} from './agent-sql.ts';

export interface AgentRepository {
  /**
   * Makes an agent. The name must have been checked.
   *
   * @throws Problem `name-taken` when another agent of the account has the name; `not-found` without the account
   */
  create(agent: NewAgent): Promise<Agent>;
  byId(id: AgentId): Promise<AgentWithPresence | null>;
  /** Finds an agent of the scope; null also when it lies outside. */
  byNameOrId(scope: AgentScope, nameOrId: string): Promise<AgentWithPresence | null>;
  /**
   * Lists the agents of the scope by name.
   *
   * @throws Problem `bad-request` when the cursor is not one
   */
  list(scope: AgentScope, page: AgentPageRequest): Promise<AgentPage>;
  /** The ids of all agents of the scope. */
  idsIn(scope: AgentScope): Promise<AgentId[]>;
  /**
   * Changes an agent.
   *
   * @param expectedVersion - refuses when the agent has another version by now; null changes it anyway
   * @throws Problem `stale-version`; `not-found` when it was deleted
   */
  update(id: AgentId, expectedVersion: number | null, change: AgentChange): Promise<Agent>;
  /**
   * Deletes an agent with its credentials, and gives its series to the purge. The ledger and dead letters stay.
   *
   * @returns false when there was no such agent
   */
  remove(id: AgentId): Promise<boolean>;
  /**
   * The agents of an account and of all below it.
   *
   * @param path - of the account
   * @param batch - how many are asked of the database at once
   */
  idsInBranch(path: string, batch: number): AsyncGenerator<AgentId>;
  /** @param now - milliseconds since the Unix epoch */
  countOnline(accountId: AccountId, now: number): Promise<number>;
}

/**
 * Agents, on a database or in a transaction of it.
 *
 * @param clock - decides whether a broker's lease, and with it an agent's being online, still counts
 */
export function createAgentRepository(db: Queryable, clock: Clock = systemClock): AgentRepository {
  const findOne = async (condition: string, params: readonly unknown[]): Promise<AgentWithPresence | null> => {
    const sql = `SELECT ${AGENT_COLUMNS}, ${PRESENCE_COLUMNS} WHERE ${condition}`;
    const [agent] = await db.query<AgentWithPresence>(sql, [new Date(clock()), ...params]);
    return agent ?? null;
  };
  return {
    create: (agent) => create(db, agent),
    byId: (id) => findOne('a.id = $2', [id]),
    byNameOrId: ({ accountId, fleets }, nameOrId) => {
      const named = `a.account_id = $2 AND a.${isUuid(nameOrId) ? 'id' : 'name'} = $3`;
      return findOne(`${named} AND ${inFleets('a.id', 4)}`, [accountId, nameOrId, fleets]);
    },
    async list({ accountId, fleets }, { limit, cursor, search }) {
      const [after] = cursor === null ? [null] : decodePageCursor(cursor, ['string']);
      const params = [new Date(clock()), accountId, after, likePattern(search), limit + 1, fleets];
      return pageOf(await db.query<AgentWithPresence>(LIST_AGENTS, params), limit);
    },
    async idsIn({ accountId, fleets }) {
      return (await db.query<{ id: AgentId }>(IDS_IN, [accountId, fleets])).map(({ id }) => id);
    },
    update: (id, expectedVersion, change) => update(db, id, expectedVersion, change),
    async remove(id) {
      const rows = await db.query(DELETE_AGENT, [id]);
      return rows.length > 0;
    },
    idsInBranch: (path, batch) => idsInBranch(db, path, batch),
    async countOnline(accountId, now) {
      const [row] = await db.query<{ online: number }>(COUNT_ONLINE, [accountId, new Date(now)]);
      return row?.online ?? 0;
    },
  };
}

async function* idsInBranch(db: Queryable, path: string, batch: number): AsyncGenerator<AgentId> {
  for (let after: AgentId | null = null; ; ) {
    const rows: { id: AgentId }[] = await db.query(IDS_IN_BRANCH, [path, after, batch]);
    for (const { id } of rows) yield id;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < batch) return;
  }
}

async function create(db: Queryable, { accountId, name, description, tags }: NewAgent): Promise<Agent> {
  const params = [newId<AgentId>(), accountId, name, description, JSON.stringify(tags)];
  const [agent] = await db.query<Agent>(INSERT_AGENT, params);
  if (agent !== undefined) return agent;
  const account = await db.query('SELECT 1 FROM accounts WHERE id = $1', [accountId]);
  if (account.length === 0) throw new Problem('not-found', 'The account does not exist.');
  throw new Problem('name-taken', `The account has an agent named ${name} already.`, { hint: 'Take another name.' });
}

async function update(db: Queryable, id: AgentId, expected: number | null, change: AgentChange): Promise<Agent> {
  const { description = null, tags, disabled = null } = change;
  const params = [id, expected, description, tags === undefined ? null : JSON.stringify(tags), disabled];
  const [agent] = await db.query<Agent>(UPDATE_AGENT, params);
  if (agent !== undefined) return agent;
  const found = await db.query('SELECT 1 FROM agents WHERE id = $1', [id]);
  if (found.length === 0) throw new Problem('not-found', 'The agent does not exist.');
  const hint = 'Read it again and repeat the change.';
  throw new Problem('stale-version', 'The agent was changed by somebody else meanwhile.', { hint });
}

/** Makes a pattern for ILIKE in which nothing of the text is a wildcard. */
function likePattern(search: string | undefined): string | null {
  return search === undefined ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}

function pageOf(rows: readonly AgentWithPresence[], limit: number): AgentPage {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  return { items, nextCursor: encodePageCursor([last.name]) };
}
