import {
  type AccountId,
  type Grant,
  isPermission,
  isUserRole,
  isUuid,
  newId,
  Problem,
  permissionsOf,
  type RoleId,
} from '@hawser/core';
import type { GrantedRole } from '../access/grant-repository.ts';
import type { Queryable } from '../database.ts';
import { decodePageCursor, encodePageCursor } from '../series/page-cursor.ts';

/** What the members of a group of the identity provider are granted. */
export interface OidcMapping extends Grant {
  readonly id: string;
  readonly group: string;
  readonly roleName: string;
  readonly role: GrantedRole;
  readonly accountName: string;
  /** Grows with each change; for `If-Match`. */
  readonly version: number;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
}

export interface NewOidcMapping {
  readonly accountId: AccountId;
  readonly group: string;
  readonly role: GrantedRole;
  readonly descendants: boolean;
}

/** What can be changed; the account stays. */
export type OidcMappingChange = Omit<NewOidcMapping, 'accountId'>;

export interface OidcMappingPage {
  readonly items: readonly OidcMapping[];
  /** Give it back to continue; null after the last page. */
  readonly nextCursor: string | null;
}

export interface OidcMappingRepository {
  /** @throws Problem `conflict` when the account has the same mapping already */
  create(mapping: NewOidcMapping): Promise<OidcMapping>;
  /**
   * Changes a mapping of one account.
   *
   * @param expectedVersion - refuses when it has another version by now; null changes it anyway
   * @throws Problem `stale-version`; `not-found`; `conflict` when the account has such a mapping already
   */
  update(
    accountId: AccountId,
    id: string,
    expectedVersion: number | null,
    change: OidcMappingChange,
  ): Promise<OidcMapping>;
  /** Finds a mapping of one account; null also when it belongs to another. */
  inAccount(accountId: AccountId, id: string): Promise<OidcMapping | null>;
  /**
   * Lists the mappings of one account by group.
   *
   * @throws Problem `bad-request` when the cursor is not one
   */
  list(accountId: AccountId, page: { limit: number; cursor: string | null }): Promise<OidcMappingPage>;
  /** All mappings of any of these groups, in all accounts, those nearest to the root first. */
  ofGroups(groups: readonly string[]): Promise<OidcMapping[]>;
  count(accountId: AccountId): Promise<number>;
  /** @returns false when there was no such mapping */
  remove(accountId: AccountId, id: string): Promise<boolean>;
}

const SELECT = `SELECT m.id, m.group_name AS "group", coalesce(m.built_in, r.name) AS "roleName", m.role_id AS "roleId",
    r.permissions, m.account_id AS "accountId", a.path, a.name AS "accountName", m.descendants,
    m.version, m.created_at AS "createdAt"
  FROM oidc_mappings m JOIN accounts a ON a.id = m.account_id LEFT JOIN roles r ON r.id = m.role_id`;

const INSERT = `INSERT INTO oidc_mappings (id, account_id, group_name, built_in, role_id, descendants)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`;

const UPDATE = `UPDATE oidc_mappings SET group_name = $4, built_in = $5, role_id = $6, descendants = $7,
    version = version + 1
  WHERE account_id = $1 AND id = $2 AND ($3::int IS NULL OR version = $3) AND NOT EXISTS (
    SELECT FROM oidc_mappings other WHERE other.account_id = $1 AND other.id <> $2 AND other.group_name = $4
      AND other.built_in IS NOT DISTINCT FROM $5 AND other.role_id IS NOT DISTINCT FROM $6 AND other.descendants = $7)
  RETURNING id`;

const PAGE = `WHERE m.account_id = $1 AND ($2::text IS NULL OR (m.group_name, m.id) > ($2, $3::uuid))
  ORDER BY m.group_name, m.id LIMIT $4`;

const OF_GROUPS = `WHERE m.group_name = ANY ($1::text[]) ORDER BY length(a.path), a.path, m.group_name, m.id`;

interface MappingRow {
  readonly id: string;
  readonly group: string;
  readonly roleName: string;
  readonly roleId: RoleId | null;
  readonly permissions: readonly string[] | null;
  readonly accountId: AccountId;
  readonly path: string;
  readonly accountName: string;
  readonly descendants: boolean;
  readonly version: number;
  readonly createdAt: number;
}

/** Which groups of the identity provider are granted what, on a database or in a transaction of it. */
export function createOidcMappingRepository(db: Queryable): OidcMappingRepository {
  const find = async (rest: string, params: readonly unknown[]): Promise<OidcMapping[]> =>
    (await db.query<MappingRow>(`${SELECT} ${rest}`, params)).map(toMapping);
  const inAccount = async (accountId: AccountId, id: string): Promise<OidcMapping | null> => {
    if (!isUuid(id)) return null;
    const [mapping] = await find('WHERE m.account_id = $1 AND m.id = $2', [accountId, id]);
    return mapping ?? null;
  };
  return {
    async create({ accountId, group, role, descendants }) {
      const id = newId<string>();
      const [row] = await db.query(INSERT, [id, accountId, group, ...columnsOf(role), descendants]);
      const created = row === undefined ? null : await inAccount(accountId, id);
      if (created === null) throw alreadyThere(group);
      return created;
    },
    async update(accountId, id, expectedVersion, { group, role, descendants }) {
      const params = [accountId, id, expectedVersion, group, ...columnsOf(role), descendants];
      const rows = isUuid(id) ? await db.query(UPDATE, params) : [];
      const found = await inAccount(accountId, id);
      if (found === null) throw new Problem('not-found', 'The mapping does not exist.');
      if (rows.length === 1) return found;
      if (expectedVersion === null || expectedVersion === found.version) throw alreadyThere(group);
      const hint = 'Read it again and repeat the change.';
      throw new Problem('stale-version', 'The mapping was changed by somebody else meanwhile.', { hint });
    },
    inAccount,
    async list(accountId, { limit, cursor }) {
      const [group, id] = cursor === null ? [null, null] : decodePageCursor(cursor, ['string', 'string']);
      return pageOf(await find(PAGE, [accountId, group, id, limit + 1]), limit);
    },
    ofGroups: (groups) => find(OF_GROUPS, [groups]),
    async count(accountId) {
      const sql = 'SELECT count(*) AS mappings FROM oidc_mappings WHERE account_id = $1';
      const [row] = await db.query<{ mappings: number }>(sql, [accountId]);
      return row?.mappings ?? 0;
    },
    async remove(accountId, id) {
      const sql = 'DELETE FROM oidc_mappings WHERE account_id = $1 AND id = $2 RETURNING id';
      return isUuid(id) && (await db.query(sql, [accountId, id])).length === 1;
    },
  };
}

function columnsOf(role: GrantedRole): readonly [builtIn: string | null, roleId: RoleId | null] {
  return 'builtIn' in role ? [role.builtIn, null] : [null, role.roleId];
}

function alreadyThere(group: string): Problem {
  return new Problem('conflict', `The group ${group} has this role already.`);
}

function toMapping({ permissions, accountId, path, roleId, ...row }: MappingRow): OidcMapping {
  const account = { id: accountId, path };
  if (roleId !== null) {
    const held = new Set((permissions ?? []).filter(isPermission));
    return { ...row, role: { roleId }, permissions: held, account, fleet: null };
  }
  if (!isUserRole(row.roleName)) throw new Error(`There is no role ${row.roleName}`);
  return { ...row, role: { builtIn: row.roleName }, permissions: permissionsOf(row.roleName), account, fleet: null };
}

function pageOf(rows: readonly OidcMapping[], limit: number): OidcMappingPage {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  return { items, nextCursor: encodePageCursor([last.group, last.id]) };
}
