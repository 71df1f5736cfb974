import { inFleets } from './agent-scope.ts';

/** Columns of an `Agent` from `agents a` and `accounts c`. */
export const AGENT_COLUMNS = `a.id, a.account_id AS "accountId", c.name AS "accountName", a.name, a.description, a.tags,
  a.disabled, a.version, a.created_at AS "createdAt", a.updated_at AS "updatedAt"`;

/** What an `AgentWithPresence` has more, with its tables. `$1` is the present time. */
export const PRESENCE_COLUMNS = `coalesce(p.online AND p.lease_until > $1, false) AS online,
  p.connected_at AS "connectedAt", p.disconnected_at AS "disconnectedAt", p.last_message_at AS "lastMessageAt"
  FROM agents a JOIN accounts c ON c.id = a.account_id LEFT JOIN agent_presence p ON p.agent_id = a.id`;

export const INSERT_AGENT = `WITH a AS (
    INSERT INTO agents (id, account_id, name, description, tags)
    SELECT $1, id, $3, $4, $5 FROM accounts WHERE id = $2
    ON CONFLICT DO NOTHING RETURNING *)
  SELECT ${AGENT_COLUMNS} FROM a JOIN accounts c ON c.id = a.account_id`;

export const LIST_AGENTS = `SELECT ${AGENT_COLUMNS}, ${PRESENCE_COLUMNS}
  WHERE a.account_id = $2 AND ($3::text IS NULL OR a.name > $3) AND ($4::text IS NULL OR a.name ILIKE $4)
    AND ${inFleets('a.id', 6)}
  ORDER BY a.name LIMIT $5`;

export const IDS_IN = `SELECT a.id FROM agents a WHERE a.account_id = $1 AND ${inFleets('a.id', 2)}`;

export const UPDATE_AGENT = `WITH a AS (
    UPDATE agents SET description = coalesce($3, description), tags = coalesce($4, tags),
      disabled = coalesce($5, disabled), version = version + 1, updated_at = now()
    WHERE id = $1 AND ($2::int IS NULL OR version = $2) RETURNING *)
  SELECT ${AGENT_COLUMNS} FROM a JOIN accounts c ON c.id = a.account_id`;

/** One statement, so that it is all or nothing outside a transaction as well. */
export const DELETE_AGENT = `WITH gone AS (DELETE FROM series WHERE agent_id = $1 RETURNING id),
    purged AS (INSERT INTO series_purge (series_id) SELECT id FROM gone ON CONFLICT DO NOTHING)
  DELETE FROM agents WHERE id = $1 RETURNING id`;

export const COUNT_ONLINE = `SELECT count(*) AS online FROM agents a JOIN agent_presence p ON p.agent_id = a.id
  WHERE a.account_id = $1 AND p.online AND p.lease_until > $2`;

export const IDS_IN_BRANCH = `SELECT a.id FROM agents a JOIN accounts c ON c.id = a.account_id
  WHERE (c.path = $1 OR starts_with(c.path, $1 || '/')) AND ($2::uuid IS NULL OR a.id > $2) ORDER BY a.id LIMIT $3`;
