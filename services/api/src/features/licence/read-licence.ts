import { createPublicKey, type KeyObject } from 'node:crypto';
import { LICENSED_COUNTS, type LicenceReading, type LicenceTerms } from '@hawser/core';
import { compactVerify, errors } from 'jose';

/** The licence as the settings give it. */
export interface LicenceText {
  /** A JWT; empty when there is none. */
  readonly key: string;
  /** The public key of whoever signs licences, in PEM. */
  readonly publicKey: string;
}

const DEFAULT_GRACE_DAYS = 30;
/** Far beyond any licence: the last day that a `Date` can write as RFC 3339. */
const LAST_SECOND = Date.UTC(9999, 11, 31) / 1000;

/** What signs licences, by the type of the key: the token itself has no say in it. */
const ALGORITHMS: Readonly<Record<string, readonly string[]>> = { ed25519: ['EdDSA', 'Ed25519'], rsa: ['RS256'] };

/** Verifies a licence's signature and reads what it says. Whatever is wrong with it becomes a reason, never an error. */
export async function readLicence({ key, publicKey }: LicenceText): Promise<LicenceReading> {
  if (key.trim() === '') return { kind: 'none' };
  const verifier = publicKeyOf(publicKey);
  if (typeof verifier === 'string') return unusable(verifier);
  try {
    const algorithms = [...(ALGORITHMS[verifier.asymmetricKeyType ?? ''] ?? [])];
    const { payload } = await compactVerify(key.trim(), verifier, { algorithms });
    return termsOf(JSON.parse(new TextDecoder().decode(payload)) as unknown);
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) {
      return unusable('it was not signed with the key in LICENSE_PUBLIC_KEY.');
    }
    if (error instanceof errors.JOSEAlgNotAllowed) {
      return unusable('it is signed with another algorithm than EdDSA or RS256, whichever the public key is for.');
    }
    if (error instanceof errors.JOSEError || error instanceof SyntaxError) return unusable('it is not a signed JWT.');
    throw error;
  }
}

/** @returns the key, or why it is none */
function publicKeyOf(pem: string): KeyObject | string {
  if (pem.trim() === '') return 'LICENSE_PUBLIC_KEY, with which it is verified, is not set.';
  const unreadable = 'LICENSE_PUBLIC_KEY is not an Ed25519 or RSA public key in PEM.';
  if (!pem.includes('PUBLIC KEY')) return unreadable;
  try {
    const key = createPublicKey(pem.replaceAll('\\n', '\n'));
    return ALGORITHMS[key.asymmetricKeyType ?? ''] === undefined ? unreadable : key;
  } catch {
    // OpenSSL's reason is of no use to whoever pasted something else.
    return unreadable;
  }
}

function termsOf(payload: unknown): LicenceReading {
  if (typeof payload !== 'object' || payload === null) return unusable('its content is not an object.');
  const { tenant_id, sub, exp, grace_days = DEFAULT_GRACE_DAYS, limits = {} } = payload as Record<string, unknown>;
  if (typeof tenant_id !== 'string' || tenant_id === '') return unusable('its tenant_id is missing.');
  if (exp !== undefined && !isCount(exp, LAST_SECOND)) return unusable('its exp is not a time.');
  if (!isCount(grace_days, 3_650)) return unusable('its grace_days is not a number of days.');
  const read = limitsOf(limits);
  if (read === null) return unusable('its limits are not whole numbers.');
  const expiresAt = exp === undefined ? null : exp * 1000;
  const holder = typeof sub === 'string' ? sub : null;
  return { kind: 'terms', terms: { tenantId: tenant_id, holder, limits: read, expiresAt, graceDays: grace_days } };
}

/** Limits that this version does not know are left out. */
function limitsOf(limits: unknown): LicenceTerms['limits'] | null {
  if (typeof limits !== 'object' || limits === null) return null;
  const known = LICENSED_COUNTS.map((count) => [count, (limits as Record<string, unknown>)[count]] as const);
  const given = known.filter(([, limit]) => limit !== undefined);
  return given.every(([, limit]) => isCount(limit, Number.MAX_SAFE_INTEGER)) ? Object.fromEntries(given) : null;
}

function isCount(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;
}

function unusable(reason: string): LicenceReading {
  return { kind: 'unusable', reason };
}
