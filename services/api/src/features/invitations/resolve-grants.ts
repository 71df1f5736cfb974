import type { GrantInput } from '@hawser/contracts/http';
import {
  type FleetId,
  type Grant,
  isUserRole,
  isUuid,
  knowsAccount,
  mayManage,
  OWN_ACCOUNT,
  Problem,
  permissionsOf,
} from '@hawser/core';
import {
  type Account,
  createRoleRepository,
  type GrantedRole,
  type InvitedGrant,
  type Queryable,
} from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Session } from '../../sessions/session.ts';

/**
 * Finds what grants of a request speak of.
 *
 * @param home - the account that is meant where none is named
 * @throws Problem `invalid-input` when something does not exist; `forbidden` when the caller does not hold it themselves
 */
export async function resolveGrants(
  context: Pick<ApiContext, 'db' | 'accounts'>,
  session: Session,
  home: Account,
  inputs: readonly GrantInput[],
): Promise<InvitedGrant[]> {
  const resolved: { stored: InvitedGrant; grant: Grant }[] = [];
  for (const input of inputs) resolved.push(await resolveGrant(context, session, home, input));
  const decision = mayManage(
    session.subject,
    resolved.map(({ grant }) => grant),
  );
  if (decision.allow) return resolved.map(({ stored }) => stored);
  throw new Problem('forbidden', `You cannot grant what you do not hold there: ${decision.missing.join(', ')}.`, {
    hint: 'Grant less, or ask somebody who holds it.',
  });
}

async function resolveGrant(
  context: Pick<ApiContext, 'db' | 'accounts'>,
  session: Session,
  home: Account,
  input: GrantInput,
): Promise<{ stored: InvitedGrant; grant: Grant }> {
  const account = await accountNamed(context, session, home, input.account);
  const { role, roleName, permissions } = await roleNamed(context.db, account, input.role);
  const fleet = input.fleet === undefined ? null : await fleetNamed(context.db, account, input.fleet);
  const descendants = input.descendants ?? fleet === null;
  if (fleet !== null && descendants) {
    throw new Problem('invalid-input', 'A grant for one fleet cannot hold in accounts below as well.');
  }
  const names = { roleName, accountName: account.name, fleetName: fleet?.name ?? null };
  const fleetId = fleet?.id ?? null;
  const stored = { role, accountId: account.id, descendants, fleetId, ...names };
  return { stored, grant: { account, descendants, fleet: fleetId, permissions } };
}

async function accountNamed(
  { accounts }: Pick<ApiContext, 'accounts'>,
  session: Session,
  home: Account,
  name?: string,
) {
  if (name === undefined || name === OWN_ACCOUNT) return home;
  const account = await accounts.inReach(session.account, name);
  if (account !== null && knowsAccount(session.subject, account)) return account;
  throw new Problem('invalid-input', `There is no account ${name} in your reach.`);
}

async function roleNamed(
  db: Queryable,
  account: Account,
  name: string,
): Promise<{ role: GrantedRole; roleName: string; permissions: Grant['permissions'] }> {
  if (isUserRole(name)) return { role: { builtIn: name }, roleName: name, permissions: permissionsOf(name) };
  const role = await createRoleRepository(db).byNameOrId(account.id, name);
  if (role === null) throw new Problem('invalid-input', `The account ${account.name} has no role ${name}.`);
  return { role: { roleId: role.id }, roleName: role.name, permissions: role.permissions };
}

async function fleetNamed(db: Queryable, account: Account, name: string): Promise<{ id: FleetId; name: string }> {
  const sql = `SELECT id, name FROM fleets WHERE account_id = $1 AND ${isUuid(name) ? 'id' : 'name'} = $2`;
  const [fleet] = await db.query<{ id: FleetId; name: string }>(sql, [account.id, name]);
  if (fleet === undefined) throw new Problem('invalid-input', `The account ${account.name} has no fleet ${name}.`);
  return fleet;
}
