import type { GrantInput } from '@hawser/contracts/http';
import { type Grant, isUserRole, type Permission, Problem, permissionsOf } from '@hawser/core';
import {
  type Account,
  createAccountRepository,
  createFleetRepository,
  createRoleRepository,
  type Fleet,
  type GrantedRole,
  type GrantNames,
  type NewGrant,
  type Queryable,
  wholeAccount,
} from '@hawser/storage';

/** A grant that somebody asks to be given, as it would be stored and as it is judged. */
export interface ResolvedGrant {
  readonly stored: NewGrant & GrantNames;
  readonly grant: Grant;
}

/**
 * Finds what grants speak of: roles of the user's account, that account or one below it, fleets of that.
 *
 * @param home - the account that the user belongs to
 * @throws Problem `invalid-input` that names the grant
 */
export async function resolveGrants(
  tx: Queryable,
  home: Account,
  inputs: readonly GrantInput[],
): Promise<ResolvedGrant[]> {
  const resolved: ResolvedGrant[] = [];
  for (const [index, input] of inputs.entries()) resolved.push(await resolveGrant(tx, home, input, index));
  return resolved;
}

async function resolveGrant(tx: Queryable, home: Account, input: GrantInput, index: number): Promise<ResolvedGrant> {
  const field = `body.grants[${index}]`;
  const { role, roleName, permissions } = await findRole(tx, home, input.role, field);
  const account = await findAccount(tx, home, input.account, field);
  const fleet = await findFleet(tx, account, input.fleet, field);
  const { descendants = fleet === null } = input;
  if (fleet !== null && descendants) {
    throw invalid(`${field}.descendants cannot be true for a fleet.`, 'A fleet has agents of one account only.');
  }
  const fleetId = fleet?.id ?? null;
  const names = { roleName, accountName: account.name, fleetName: fleet?.name ?? null };
  return {
    stored: { role, accountId: account.id, descendants, fleetId, ...names },
    grant: { permissions, account, descendants, fleet: fleetId },
  };
}

interface FoundRole {
  readonly role: GrantedRole;
  readonly roleName: string;
  readonly permissions: ReadonlySet<Permission>;
}

/**
 * Finds a role that users of an account can have: a built-in one, or one of the account.
 *
 * @param field - what the error names
 * @throws Problem `invalid-input`
 */
export async function findRole(tx: Queryable, home: Account, name: string, field: string): Promise<FoundRole> {
  if (isUserRole(name)) return { role: { builtIn: name }, roleName: name, permissions: permissionsOf(name) };
  const own = await createRoleRepository(tx).byNameOrId(home.id, name);
  if (own !== null) return { role: { roleId: own.id }, roleName: own.name, permissions: own.permissions };
  throw invalid(`${field}.role: the account ${home.name} has no such role.`, 'GET /v1/{account}/roles lists them.');
}

async function findAccount(tx: Queryable, home: Account, name: string | undefined, field: string): Promise<Account> {
  const account = name === undefined ? home : await createAccountRepository(tx).inReach(home, name);
  if (account !== null) return account;
  throw invalid(
    `${field}.account: there is no such account.`,
    `Grants of a user of ${home.name} hold in ${home.name} or in an account below it.`,
  );
}

async function findFleet(
  tx: Queryable,
  account: Account,
  name: string | undefined,
  field: string,
): Promise<Fleet | null> {
  if (name === undefined) return null;
  const fleet = await createFleetRepository(tx).byNameOrId(wholeAccount(account.id), name);
  if (fleet !== null) return fleet;
  throw invalid(
    `${field}.fleet: the account ${account.name} has no such fleet.`,
    'GET /v1/{account}/fleets lists them.',
  );
}

function invalid(message: string, hint: string): Problem {
  return new Problem('invalid-input', message, { hint });
}
