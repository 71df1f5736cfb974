import type { OidcRefusalReason } from '@hawser/contracts/http';
import type { AccountId, UserId } from '@hawser/core';
import {
  claimLimit,
  createAccountRepository,
  createGrantRepository,
  createOidcIdentityRepository,
  createOidcMappingRepository,
  createUserRepository,
  lockAccess,
  type NewGrant,
  type OidcMapping,
  type StoredGrant,
  type Transaction,
  type User,
} from '@hawser/storage';
import { isAdministered } from '../access/is-administered.ts';
import { OidcRefusal } from './oidc-refusal.ts';
import type { Person } from './person.ts';

export type Admission =
  | { readonly admitted: true; readonly user: User; readonly grants: GrantChange }
  /** Whoever is `ended` has no rights any more: their sessions have to end. */
  | {
      readonly admitted: false;
      readonly reason: OidcRefusalReason;
      readonly user: User | null;
      readonly ended: GrantChange | null;
    };

/** What a user was granted before a sign-in and after it. */
export interface GrantChange {
  readonly before: readonly StoredGrant[];
  readonly after: readonly StoredGrant[];
}

/**
 * Finds or makes the user of a person whom the identity provider has signed in, and gives them exactly what their groups
 * are mapped to: a group that was left, and a mapping that was deleted, are gone at the next sign-in. To be called at the
 * beginning of a transaction of all accounts.
 *
 * @throws OidcRefusal when the last administrator of the installation would be lost
 * @param account - name of the account to make a user in, where groups lead to several; null takes the only one, or the
 *   one above all others
 */
export async function admit(tx: Transaction, person: Person, account: string | null): Promise<Admission> {
  await lockAccess(tx);
  const known = await createOidcIdentityRepository(tx).userOf(person);
  const mappings = await createOidcMappingRepository(tx).ofGroups(person.groups);
  return known === null ? admitFirst(tx, person, mappings, account) : admitAgain(tx, known, mappings);
}

async function admitAgain(tx: Transaction, userId: UserId, mappings: readonly OidcMapping[]): Promise<Admission> {
  const user = await createUserRepository(tx).byId(userId);
  if (user === null) throw new Error('an identity belongs to a user who does not exist');
  if (user.disabled) return refused('disabled', user);
  const own = mappings.filter((mapping) => mapping.account.id === user.accountId);
  const grants = await refreshGrants(tx, userId, own);
  return own.length === 0 ? refused('no-role', user, grants) : { admitted: true, user, grants };
}

async function admitFirst(
  tx: Transaction,
  person: Person,
  mappings: readonly OidcMapping[],
  wanted: string | null,
): Promise<Admission> {
  const eligible = mappings.filter(({ accountName }) => wanted === null || accountName === wanted);
  const accountId = chooseAccount(eligible);
  if (accountId === null) return refused(eligible.length === 0 ? 'no-role' : 'ambiguous-account');
  if (person.email === null) return refused('email-missing');
  if (person.emailVerified === false) return refused('email-unverified');
  const user = await findOrMakeUser(tx, person, person.email, accountId);
  if (user === null) return refused('email-taken');
  await createOidcIdentityRepository(tx).link(person, user.id);
  const own = eligible.filter(({ account }) => account.id === accountId);
  return { admitted: true, user, grants: await refreshGrants(tx, user.id, own) };
}

/** The account that all others are below, when there is one. Mappings come with those nearest to the root first. */
function chooseAccount(mappings: readonly OidcMapping[]): AccountId | null {
  const [first] = mappings;
  if (first === undefined) return null;
  const { id, path } = first.account;
  const isAbove = mappings.every(({ account }) => account.id === id || account.path.startsWith(`${path}/`));
  return isAbove ? id : null;
}

async function findOrMakeUser(
  tx: Transaction,
  person: Person,
  email: string,
  accountId: AccountId,
): Promise<User | null> {
  const users = createUserRepository(tx);
  const there = await users.byEmail(email);
  if (there === null) {
    await claimLimit(tx, accountId, 'users');
    return users.create({ accountId, email, name: person.name, passwordHash: null });
  }
  const links = !there.disabled && there.accountId === accountId && (await mayLink(tx, person, there.id, accountId));
  return links ? there : null;
}

/**
 * A user who is there already is taken over only when the provider vouches for the address and the account wants it.
 * Users of the root account never are: its administrators stay out of reach of whoever runs the provider.
 */
async function mayLink(tx: Transaction, person: Person, userId: UserId, accountId: AccountId): Promise<boolean> {
  if (person.emailVerified !== true) return false;
  const identities = createOidcIdentityRepository(tx);
  const account = await createAccountRepository(tx).byId(accountId);
  if (account === null || account.parentId === null) return false;
  return (await identities.linksByEmail(accountId)) && !(await identities.belongsTo(userId));
}

async function refreshGrants(tx: Transaction, userId: UserId, mappings: readonly OidcMapping[]): Promise<GrantChange> {
  const grants = createGrantRepository(tx);
  const before = await grants.ofUser(userId);
  const wanted = mappings.map(grantOf);
  if (isSame(before.map(storedText), wanted.map(grantText))) return { before, after: before };
  await grants.replace(userId, wanted);
  if (!(await isAdministered(tx))) throw new OidcRefusal('last-administrator');
  return { before, after: await grants.ofUser(userId) };
}

function isSame(before: readonly string[], after: readonly string[]): boolean {
  return new Set([...before, ...after]).size === before.length && before.length === new Set(after).size;
}

function grantOf({ role, account, descendants }: OidcMapping): NewGrant {
  return { role, accountId: account.id, descendants, fleetId: null };
}

function grantText({ role, accountId, descendants, fleetId }: NewGrant): string {
  return JSON.stringify(['builtIn' in role ? role.builtIn : role.roleId, accountId, descendants, fleetId]);
}

function storedText({ roleId, roleName, account, descendants, fleet }: StoredGrant): string {
  return JSON.stringify([roleId ?? roleName, account.id, descendants, fleet]);
}

function refused(reason: OidcRefusalReason, user: User | null = null, ended: GrantChange | null = null): Admission {
  return { admitted: false, reason, user, ended };
}
