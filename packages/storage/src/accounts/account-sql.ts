export const ACCOUNT_COLUMNS = `id, name, parent_id AS "parentId", path, organisation, contact,
  expires_at AS "expiresAt", account_open_until(id) AS "openUntil", deleting_at AS "deletingAt", limits, settings,
  version, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** A function does not see the row that the very statement inserts, and what was just made has no time but its parents'. */
const INSERTED_COLUMNS = ACCOUNT_COLUMNS.replace(
  'account_open_until(id)',
  'least(expires_at, account_open_until(parent_id))',
);

const INSERT = 'INSERT INTO accounts (id, name, organisation, contact, expires_at, limits, parent_id, path)';

export const INSERT_ROOT = `${INSERT} VALUES ($1, $2, $3, $4, $5, $6, NULL, '/' || $2::text)
  ON CONFLICT DO NOTHING RETURNING ${INSERTED_COLUMNS}`;

/** Waits for whoever is about to delete the parent, so that no child is left behind. */
export const INSERT_CHILD = `${INSERT}
  SELECT $1, $2, $3, $4, $5, $6, p.id, p.path || '/' || $2::text FROM accounts p WHERE p.id = $7 AND p.deleting_at IS NULL FOR KEY SHARE
  ON CONFLICT DO NOTHING RETURNING ${INSERTED_COLUMNS}`;

export const PATH = `SELECT ${ACCOUNT_COLUMNS} FROM account_path($1)`;

export const IN_REACH = "AND (path = $2 OR starts_with(path, $2 || '/'))";

export const CHILDREN = `SELECT ${ACCOUNT_COLUMNS} FROM accounts WHERE parent_id = $1 AND ($2::text IS NULL OR name > $2)
  ORDER BY name LIMIT $3`;

export const UPDATE_ACCOUNT = `UPDATE accounts SET organisation = coalesce($3, organisation),
    contact = coalesce($4, contact), expires_at = CASE WHEN $5 THEN $6 ELSE expires_at END,
    limits = coalesce($7, limits), settings = coalesce($8, settings), version = version + 1, updated_at = now()
  WHERE id = $1 AND ($2::int IS NULL OR version = $2)
  RETURNING ${INSERTED_COLUMNS.replace('least(expires_at,', 'least(expires_at, deleting_at,')}`;
