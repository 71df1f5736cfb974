import {
  type AccountId,
  type FleetId,
  type Grant,
  isPermission,
  isUserRole,
  newId,
  type Permission,
  permissionsOf,
  type RoleId,
  type UserId,
  type UserRole,
} from '@hawser/core';
import type { Queryable } from '../database.ts';

/** What a grant speaks of, as people know it. */
export interface GrantNames {
  readonly roleName: string;
  readonly accountName: string;
  readonly fleetName: string | null;
}

/** A grant as it is stored, with the names of what it speaks of. */
export interface StoredGrant extends Grant, GrantNames {
  readonly userId: UserId;
  /** Null for a built-in role. */
  readonly roleId: RoleId | null;
}

/** A built-in role by its name, or an own one by its id. */
export type GrantedRole = { readonly builtIn: UserRole } | { readonly roleId: RoleId };

/** A grant to be stored. */
export interface NewGrant {
  readonly role: GrantedRole;
  readonly accountId: AccountId;
  readonly descendants: boolean;
  readonly fleetId: FleetId | null;
}

export interface GrantRepository {
  /** What a user was granted, in the order of the accounts' paths. */
  ofUser(userId: UserId): Promise<StoredGrant[]>;
  ofUsers(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, readonly StoredGrant[]>>;
  /** What is granted for a fleet, to whomever. */
  ofFleet(fleetId: FleetId): Promise<StoredGrant[]>;
  /** Gives a user these grants and takes away all others. Call it in a transaction. */
  replace(userId: UserId, grants: readonly NewGrant[]): Promise<void>;
}

const SELECT = `SELECT g.user_id AS "userId", coalesce(g.built_in, r.name) AS "roleName", g.role_id AS "roleId",
    r.permissions, g.account_id AS "accountId", c.path, c.name AS "accountName", g.descendants,
    g.fleet_id AS "fleetId", f.name AS "fleetName"
  FROM grants g JOIN accounts c ON c.id = g.account_id
  LEFT JOIN roles r ON r.id = g.role_id LEFT JOIN fleets f ON f.id = g.fleet_id`;

const ORDER = 'ORDER BY g.user_id, c.path, f.name NULLS FIRST, "roleName", g.id';

const INSERT = `INSERT INTO grants (id, user_id, built_in, role_id, account_id, descendants, fleet_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`;

interface GrantRow {
  readonly userId: UserId;
  readonly roleName: string;
  readonly roleId: RoleId | null;
  readonly permissions: readonly string[] | null;
  readonly accountId: AccountId;
  readonly path: string;
  readonly accountName: string;
  readonly descendants: boolean;
  readonly fleetId: FleetId | null;
  readonly fleetName: string | null;
}

/** What is granted to users, on a database or in a transaction of it. */
export function createGrantRepository(db: Queryable): GrantRepository {
  const find = async (condition: string, value: unknown): Promise<StoredGrant[]> =>
    (await db.query<GrantRow>(`${SELECT} WHERE ${condition} ${ORDER}`, [value])).map(toGrant);
  return {
    ofUser: (userId) => find('g.user_id = $1', userId),
    async ofUsers(userIds) {
      const grants = await find('g.user_id = ANY ($1::uuid[])', userIds);
      return new Map(userIds.map((id) => [id, grants.filter(({ userId }) => userId === id)]));
    },
    ofFleet: (fleetId) => find('g.fleet_id = $1', fleetId),
    async replace(userId, grants) {
      await db.query('DELETE FROM grants WHERE user_id = $1', [userId]);
      for (const { role, accountId, descendants, fleetId } of grants) {
        const [builtIn, roleId] = 'builtIn' in role ? [role.builtIn, null] : [null, role.roleId];
        await db.query(INSERT, [newId<string>(), userId, builtIn, roleId, accountId, descendants, fleetId]);
      }
    },
  };
}

function toGrant({ permissions, accountId, path, fleetId, ...row }: GrantRow): StoredGrant {
  const { roleName, roleId } = row;
  const held = roleId === null ? builtIn(roleName) : new Set((permissions ?? []).filter(isPermission));
  return { ...row, permissions: held, account: { id: accountId, path }, fleet: fleetId };
}

/** A role that this program does not know, of a newer one perhaps, holds nothing. */
function builtIn(name: string): ReadonlySet<Permission> {
  return isUserRole(name) ? permissionsOf(name) : new Set();
}
