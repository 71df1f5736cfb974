import type { OidcConfig } from './oidc-config.ts';

/** A signed-in person, as the identity provider described them and as far as is of use here. */
export interface Person {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  /** Null when the provider says nothing about it. */
  readonly emailVerified: boolean | null;
  readonly name: string;
  readonly groups: readonly string[];
  /** The provider has asked for a second factor. */
  readonly secondFactorGiven: boolean;
}

type Claims = Readonly<Record<string, unknown>>;

const MAX_GROUPS = 1_000;
const MAX_GROUP_LENGTH = 256;
const MAX_NAME_LENGTH = 200;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,189}$/;

export type PersonConfig = Pick<OidcConfig, 'groupsClaim' | 'alwaysSecondFactor' | 'secondFactorAcr'>;

/**
 * Reads a person from validated claims.
 *
 * @param idToken - claims of the ID token, which alone say how the person has signed in
 * @param claims - those and what the provider told beside it
 */
export function personOf(
  idToken: Claims & { readonly iss: string; readonly sub: string },
  claims: Claims,
  config: PersonConfig,
): Person {
  return {
    issuer: idToken.iss,
    subject: idToken.sub,
    ...emailOf(claims),
    name: nameOf(claims),
    groups: groupsOf(claims, config.groupsClaim),
    secondFactorGiven: isSecondFactorGiven(idToken, config),
  };
}

/** `mfa` of RFC 8176 is what says it; single methods do not tell how many there were. */
function isSecondFactorGiven(
  { amr, acr }: Claims,
  { alwaysSecondFactor, secondFactorAcr }: Omit<PersonConfig, 'groupsClaim'>,
): boolean {
  if (alwaysSecondFactor || (Array.isArray(amr) && amr.includes('mfa'))) return true;
  return typeof acr === 'string' && secondFactorAcr.includes(acr);
}

/** Tells whether claims lack what a sign-in needs, so that the provider has to be asked for more. */
export function isIncomplete(claims: Claims, groupsClaim: string): boolean {
  return claims.email === undefined || claimAt(claims, groupsClaim) === undefined;
}

function emailOf({ email, email_verified: verified }: Claims): Pick<Person, 'email' | 'emailVerified'> {
  const isOne = typeof email === 'string' && EMAIL.test(email);
  // Some providers write booleans as text.
  const emailVerified = verified === undefined ? null : verified === true || verified === 'true';
  return { email: isOne ? email.toLowerCase() : null, emailVerified };
}

function nameOf({ name, preferred_username: username }: Claims): string {
  const found = [name, username].find((text): text is string => typeof text === 'string' && !text.includes('\0'));
  return (found ?? '').trim().slice(0, MAX_NAME_LENGTH);
}

function groupsOf(claims: Claims, groupsClaim: string): string[] {
  const found = claimAt(claims, groupsClaim);
  const groups = [found].flat().filter((group): group is string => typeof group === 'string' && isGroup(group));
  return [...new Set(groups)].slice(0, MAX_GROUPS);
}

function isGroup(text: string): boolean {
  return text !== '' && text.length <= MAX_GROUP_LENGTH && !text.includes('\0');
}

/** A claim by its whole name, which may have dots as URLs do, or else by the path to it. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const step of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Claims)[step];
  }
  return value;
}
