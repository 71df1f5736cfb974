import { systemClock } from '@hawser/core';
import type { Logger } from '@hawser/platform';
import { type AccountPolicies, createAccountPolicies, type Database } from '@hawser/storage';

/** What holds in which account, remembered by this thread. */
export function openPolicies(db: Database, log: Logger): AccountPolicies {
  const onError = (err: unknown): void =>
    log.warn({ err }, 'What holds in an account could not be read again; what is known goes on to hold');
  return createAccountPolicies({ db, clock: systemClock, onError });
}
