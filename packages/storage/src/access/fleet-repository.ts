import { type AccountId, type AgentId, type FleetId, isUuid, newId, Problem } from '@hawser/core';
import type { AgentScope } from '../agents/agent-scope.ts';
import type { Queryable } from '../database.ts';
import { decodePageCursor, encodePageCursor } from '../series/page-cursor.ts';

/** A named set of agents of one account. */
export interface Fleet {
  readonly id: FleetId;
  readonly accountId: AccountId;
  readonly name: string;
  readonly description: string;
  /** How many agents are in it. */
  readonly agents: number;
  /** Grows with each change; for `If-Match`. */
  readonly version: number;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type NewFleet = Pick<Fleet, 'accountId' | 'name' | 'description'>;

export interface FleetPage {
  readonly items: readonly Fleet[];
  /** Give it back to continue; null after the last page. */
  readonly nextCursor: string | null;
}

export interface FleetRepository {
  /** @throws Problem `name-taken` when the account has a fleet of that name */
  create(fleet: NewFleet): Promise<Fleet>;
  /** Finds a fleet of the scope; null also when it lies outside. */
  byNameOrId(scope: AgentScope, nameOrId: string): Promise<Fleet | null>;
  /**
   * Lists the fleets of a scope by name.
   *
   * @throws Problem `bad-request` when the cursor is not one
   */
  list(scope: AgentScope, page: { limit: number; cursor: string | null }): Promise<FleetPage>;
  /**
   * Changes a fleet of one account.
   *
   * @param expectedVersion - refuses when the fleet has another version by now; null changes it anyway
   * @throws Problem `stale-version`; `not-found` when it was deleted
   */
  update(
    accountId: AccountId,
    id: FleetId,
    expectedVersion: number | null,
    change: { readonly description: string },
  ): Promise<Fleet>;
  /**
   * Deletes a fleet of one account and what was granted for it; its agents stay.
   *
   * @returns false when there was no such fleet
   */
  remove(accountId: AccountId, id: FleetId): Promise<boolean>;
  /** Puts agents of the same account into a fleet; those that are in it already stay. */
  addAgents(accountId: AccountId, id: FleetId, agents: readonly AgentId[]): Promise<void>;
  /** @returns false when the agent was not in the fleet */
  removeAgent(accountId: AccountId, id: FleetId, agent: AgentId): Promise<boolean>;
}

const COLUMNS = `f.id, f.account_id AS "accountId", f.name, f.description,
  (SELECT count(*) FROM fleet_members m WHERE m.fleet_id = f.id) AS agents, f.version, f.created_at AS "createdAt",
  f.updated_at AS "updatedAt"`;

const INSERT = `INSERT INTO fleets AS f (id, account_id, name, description) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`;

const IN_SCOPE = 'f.account_id = $1 AND ($2::uuid[] IS NULL OR f.id = ANY ($2))';

const LIST = `SELECT ${COLUMNS} FROM fleets f WHERE ${IN_SCOPE} AND ($3::text IS NULL OR f.name > $3)
  ORDER BY f.name LIMIT $4`;

const UPDATE = `UPDATE fleets AS f SET description = $4, version = version + 1, updated_at = now()
  WHERE account_id = $1 AND id = $2 AND ($3::int IS NULL OR version = $3) RETURNING ${COLUMNS}`;

const ADD = `INSERT INTO fleet_members (fleet_id, agent_id, account_id)
  SELECT $2, agent_id, $1 FROM unnest($3::uuid[]) AS t (agent_id) ON CONFLICT DO NOTHING`;

const TAKE = `DELETE FROM fleet_members WHERE account_id = $1 AND fleet_id = $2 AND agent_id = $3 RETURNING agent_id`;

/** Fleets, on a database or in a transaction of it. */
export function createFleetRepository(db: Queryable): FleetRepository {
  const findOne = async ({ accountId, fleets }: AgentScope, nameOrId: string): Promise<Fleet | null> => {
    const named = isUuid(nameOrId) ? 'f.id = $3' : 'f.name = $3';
    const sql = `SELECT ${COLUMNS} FROM fleets f WHERE ${IN_SCOPE} AND ${named}`;
    return (await db.query<Fleet>(sql, [accountId, fleets, nameOrId]))[0] ?? null;
  };
  return {
    async create({ accountId, name, description }) {
      const [fleet] = await db.query<Fleet>(INSERT, [newId<FleetId>(), accountId, name, description]);
      if (fleet !== undefined) return fleet;
      throw new Problem('name-taken', `The account has a fleet named ${name} already.`, { hint: 'Take another name.' });
    },
    byNameOrId: findOne,
    async list({ accountId, fleets }, { limit, cursor }) {
      const [after] = cursor === null ? [null] : decodePageCursor(cursor, ['string']);
      return pageOf(await db.query<Fleet>(LIST, [accountId, fleets, after, limit + 1]), limit);
    },
    async update(accountId, id, expectedVersion, { description }) {
      const [fleet] = await db.query<Fleet>(UPDATE, [accountId, id, expectedVersion, description]);
      if (fleet !== undefined) return fleet;
      const found = await findOne({ accountId, fleets: null }, id);
      if (found === null) throw new Problem('not-found', 'The fleet does not exist.');
      const hint = 'Read it again and repeat the change.';
      throw new Problem('stale-version', 'The fleet was changed by somebody else meanwhile.', { hint });
    },
    async remove(accountId, id) {
      const sql = 'DELETE FROM fleets WHERE account_id = $1 AND id = $2 RETURNING id';
      return (await db.query(sql, [accountId, id])).length === 1;
    },
    async addAgents(accountId, id, agents) {
      await db.query(ADD, [accountId, id, agents]);
    },
    async removeAgent(accountId, id, agent) {
      return (await db.query(TAKE, [accountId, id, agent])).length === 1;
    },
  };
}

function pageOf(rows: readonly Fleet[], limit: number): FleetPage {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  return { items, nextCursor: encodePageCursor([last.name]) };
}
