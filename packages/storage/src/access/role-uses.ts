import type { AccountId, FleetId, GrantScope, RoleId } from '@hawser/core';
import type { Queryable } from '../database.ts';

/** What a role is used by: a user who has it, a group of the identity provider, an invitation that promises it. */
export type RoleUser = 'user' | 'mapping' | 'invitation';

/** A place where somebody has a role of an account, or is going to have it. */
export interface RoleUse extends GrantScope {
  readonly by: RoleUser;
  /** Id of the user, the mapping or the invitation. */
  readonly id: string;
}

// Only invitations of the role's own account can speak of it. One that has expired can be sent again.
const USES = `SELECT 'user' AS by, g.user_id AS id, a.id AS "accountId", a.path, g.descendants, g.fleet_id AS fleet
    FROM grants g JOIN accounts a ON a.id = g.account_id WHERE g.role_id = $1
  UNION ALL
  SELECT 'mapping', m.id, a.id, a.path, m.descendants, NULL
    FROM oidc_mappings m JOIN accounts a ON a.id = m.account_id WHERE m.role_id = $1
  UNION ALL
  SELECT 'invitation', i.id, a.id, a.path, (g.value->>'descendants')::boolean, (g.value->>'fleetId')::uuid
    FROM roles r JOIN invitations i ON i.account_id = r.account_id
    CROSS JOIN LATERAL jsonb_array_elements(i.grants) g
    JOIN accounts a ON a.id = (g.value->>'accountId')::uuid
    WHERE r.id = $1 AND g.value->'role'->>'roleId' = r.id::text`;

interface UseRow {
  readonly by: RoleUser;
  readonly id: string;
  readonly accountId: AccountId;
  readonly path: string;
  readonly descendants: boolean;
  readonly fleet: FleetId | null;
}

/** Where a role is used now, by whomever: whoever changes it changes what all of these may do. */
export async function roleUses(db: Queryable, role: RoleId): Promise<RoleUse[]> {
  const rows = await db.query<UseRow>(USES, [role]);
  return rows.map(({ accountId, path, ...row }) => ({ ...row, account: { id: accountId, path } }));
}
