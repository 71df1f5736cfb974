import { type AccountId, isPermission, isUuid, newId, type Permission, Problem, type RoleId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { decodePageCursor, encodePageCursor } from '../series/page-cursor.ts';

/** A role that an account has made. */
export interface Role {
  readonly id: RoleId;
  readonly accountId: AccountId;
  readonly name: string;
  readonly description: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Grows with each change; for `If-Match`. */
  readonly version: number;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type NewRole = Pick<Role, 'accountId' | 'name' | 'description' | 'permissions'>;

/** What can be changed; what is left out stays. */
export type RoleChange = Partial<Pick<Role, 'description' | 'permissions'>>;

export interface RolePage {
  readonly items: readonly Role[];
  /** Give it back to continue; null after the last page. */
  readonly nextCursor: string | null;
}

export interface RoleRepository {
  /** @throws Problem `name-taken` when the account has a role of that name */
  create(role: NewRole): Promise<Role>;
  /** Finds a role of one account; null also when it belongs to another. */
  byNameOrId(accountId: AccountId, nameOrId: string): Promise<Role | null>;
  /**
   * Lists the roles of one account by name.
   *
   * @throws Problem `bad-request` when the cursor is not one
   */
  list(accountId: AccountId, page: { limit: number; cursor: string | null }): Promise<RolePage>;
  /**
   * Changes a role of one account.
   *
   * @param expectedVersion - refuses when the role has another version by now; null changes it anyway
   * @throws Problem `stale-version`; `not-found` when it was deleted
   */
  update(accountId: AccountId, id: RoleId, expectedVersion: number | null, change: RoleChange): Promise<Role>;
  /**
   * Deletes a role of one account that nobody has.
   *
   * @returns false when there was no such role
   * @throws SqlError (foreign key) when somebody has it
   */
  remove(accountId: AccountId, id: RoleId): Promise<boolean>;
}

const COLUMNS = `id, account_id AS "accountId", name, description, permissions, version, created_at AS "createdAt",
  updated_at AS "updatedAt"`;

const INSERT = `INSERT INTO roles (id, account_id, name, description, permissions) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`;

const LIST = `SELECT ${COLUMNS} FROM roles WHERE account_id = $1 AND ($2::text IS NULL OR name > $2)
  ORDER BY name LIMIT $3`;

const UPDATE = `UPDATE roles SET description = coalesce($4, description), permissions = coalesce($5, permissions),
    version = version + 1, updated_at = now()
  WHERE account_id = $1 AND id = $2 AND ($3::int IS NULL OR version = $3) RETURNING ${COLUMNS}`;

type RoleRow = Omit<Role, 'permissions'> & { readonly permissions: readonly string[] };

/** Roles of accounts, on a database or in a transaction of it. */
export function createRoleRepository(db: Queryable): RoleRepository {
  const findOne = async (accountId: AccountId, nameOrId: string): Promise<Role | null> => {
    const sql = `SELECT ${COLUMNS} FROM roles WHERE account_id = $1 AND ${isUuid(nameOrId) ? 'id' : 'name'} = $2`;
    const [row] = await db.query<RoleRow>(sql, [accountId, nameOrId]);
    return row === undefined ? null : toRole(row);
  };
  return {
    async create({ accountId, name, description, permissions }) {
      const params = [newId<RoleId>(), accountId, name, description, JSON.stringify([...permissions])];
      const [row] = await db.query<RoleRow>(INSERT, params);
      if (row !== undefined) return toRole(row);
      throw new Problem('name-taken', `The account has a role named ${name} already.`, { hint: 'Take another name.' });
    },
    byNameOrId: findOne,
    async list(accountId, { limit, cursor }) {
      const [after] = cursor === null ? [null] : decodePageCursor(cursor, ['string']);
      return pageOf((await db.query<RoleRow>(LIST, [accountId, after, limit + 1])).map(toRole), limit);
    },
    async update(accountId, id, expectedVersion, { description, permissions }) {
      const held = permissions === undefined ? null : JSON.stringify([...permissions]);
      const [row] = await db.query<RoleRow>(UPDATE, [accountId, id, expectedVersion, description ?? null, held]);
      if (row !== undefined) return toRole(row);
      if ((await findOne(accountId, id)) === null) throw new Problem('not-found', 'The role does not exist.');
      const hint = 'Read it again and repeat the change.';
      throw new Problem('stale-version', 'The role was changed by somebody else meanwhile.', { hint });
    },
    async remove(accountId, id) {
      const sql = 'DELETE FROM roles WHERE account_id = $1 AND id = $2 RETURNING id';
      return (await db.query(sql, [accountId, id])).length === 1;
    },
  };
}

function toRole({ permissions, ...row }: RoleRow): Role {
  return { ...row, permissions: new Set(permissions.filter(isPermission)) };
}

function pageOf(rows: readonly Role[], limit: number): RolePage {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  return { items, nextCursor: encodePageCursor([last.name]) };
}
