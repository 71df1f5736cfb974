export const LICENSED_COUNTS = ['agents', 'users', 'accounts'] as const;

/** How much of something an installation has, or may have. */
export type LicensedCount = (typeof LICENSED_COUNTS)[number];

/** What a licence says, once its signature is verified. Times are milliseconds since the Unix epoch. */
export interface LicenceTerms {
  readonly tenantId: string;
  /** Who it was given to. */
  readonly holder: string | null;
  readonly limits: Readonly<Partial<Record<LicensedCount, number>>>;
  /** Null for one that does not end. */
  readonly expiresAt: number | null;
  /** Days after the end in which it still counts as valid. */
  readonly graceDays: number;
}

/** What a signed text turned out to be. */
export type LicenceReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable'; readonly reason: string }
  | { readonly kind: 'terms'; readonly terms: LicenceTerms };

export const LICENCE_STATES = ['none', 'valid', 'grace', 'expired', 'invalid'] as const;

export type LicenceState = (typeof LICENCE_STATES)[number];

export interface LicenceWarning {
  readonly code: 'licence-invalid' | 'licence-in-grace' | 'licence-expired' | 'limit-reached' | 'limit-exceeded';
  /** For a person; says what to do. */
  readonly message: string;
}

export interface LicenceVerdict {
  readonly state: LicenceState;
  readonly warnings: readonly LicenceWarning[];
}

const DAY_MS = 86_400_000;
const RENEW = 'Nothing stops because of that; put a new one into LICENSE_KEY.';

/**
 * Judges a licence. Whatever the verdict, it only warns: nothing of the product depends on it.
 *
 * @param used - how much the installation has now
 * @param now - milliseconds since the Unix epoch
 */
export function judgeLicence(
  licence: LicenceReading,
  used: Readonly<Record<LicensedCount, number>>,
  now: number,
): LicenceVerdict {
  if (licence.kind === 'none') return { state: 'none', warnings: [] };
  if (licence.kind === 'unusable') {
    const message = `The licence cannot be used: ${licence.reason} Nothing stops because of that.`;
    return { state: 'invalid', warnings: [{ code: 'licence-invalid', message }] };
  }
  const { terms } = licence;
  const state = stateOf(terms, now);
  return { state, warnings: [...endWarnings(terms, state), ...limitWarnings(terms, used)] };
}

function stateOf({ expiresAt, graceDays }: LicenceTerms, now: number): 'valid' | 'grace' | 'expired' {
  if (expiresAt === null || now < expiresAt) return 'valid';
  return now < expiresAt + graceDays * DAY_MS ? 'grace' : 'expired';
}

function endWarnings({ expiresAt, graceDays }: LicenceTerms, state: LicenceState): LicenceWarning[] {
  if (expiresAt === null || state === 'valid') return [];
  const ended = `The licence ended on ${day(expiresAt)}`;
  if (state === 'expired') return [{ code: 'licence-expired', message: `${ended}. ${RENEW}` }];
  const until = day(expiresAt + graceDays * DAY_MS);
  return [{ code: 'licence-in-grace', message: `${ended} and counts until ${until}. ${RENEW}` }];
}

function limitWarnings({ limits }: LicenceTerms, used: Readonly<Record<LicensedCount, number>>): LicenceWarning[] {
  return LICENSED_COUNTS.flatMap((count): LicenceWarning[] => {
    const limit = limits[count];
    if (limit === undefined || used[count] < limit) return [];
    const facts = `The installation has ${used[count]} ${count}, and the licence is for ${limit}.`;
    if (used[count] === limit) return [{ code: 'limit-reached', message: facts }];
    return [{ code: 'limit-exceeded', message: `${facts} ${RENEW}` }];
  });
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
