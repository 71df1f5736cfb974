import { effectiveSettings } from '@hawser/core';
import { type Account, type AccountPolicies, type Lockout, type Queryable, readAccountPolicy } from '@hawser/storage';

/** What an account asks of the sign-ins of its users. */
export interface AccountSecurity {
  /** Whoever has no second factor can do nothing but set one up. */
  readonly mfaRequired: boolean;
  /** Least characters of a new password; 12 at least. */
  readonly passwordMinLength: number;
  /** How wrong passwords and codes of one user are slowed. */
  readonly lockout: Lockout;
  /** Seconds after which a session ends however often it is renewed; null for never. */
  readonly sessionSeconds: number | null;
}

/**
 * Where the sign-in asks what an account wants. It is asked at each sign-in and when a session is looked up (at most
 * every five seconds per session), so that what it answers counts at once.
 *
 * @param tx - the transaction to read in, where there is one: nothing else may be waited for there
 */
export type SecurityPolicy = (account: Account, tx?: Queryable) => Promise<AccountSecurity>;

export const DEFAULT_ACCOUNT_SECURITY: AccountSecurity = Object.freeze({
  mfaRequired: false,
  passwordMinLength: 12,
  lockout: Object.freeze({ freeTries: 5, firstLockMs: 1_000, maxLockMs: 15 * 60_000 }),
  sessionSeconds: null,
});

/** What the settings of accounts ask, those they inherit included. */
export function createSecurityPolicy(policies: Pick<AccountPolicies, 'effectiveSettings'>): SecurityPolicy {
  return async ({ id }, tx) => {
    const settings = tx === undefined ? policies.effectiveSettings(id) : settingsNow(tx, id);
    const { values } = await settings;
    const { freeTries, firstLockMs } = DEFAULT_ACCOUNT_SECURITY.lockout;
    return {
      mfaRequired: values.mfa_required,
      passwordMinLength: values.password_min_length,
      lockout: {
        freeTries: Math.min(freeTries, values.lockout_after),
        firstLockMs,
        maxLockMs: values.lockout_max_seconds * 1_000,
      },
      sessionSeconds: values.session_seconds,
    };
  };
}

async function settingsNow(tx: Queryable, account: Account['id']) {
  return (await readAccountPolicy(tx, account))?.settings ?? effectiveSettings([]);
}
