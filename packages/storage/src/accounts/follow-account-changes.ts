import type { Invalidations } from '../invalidations/invalidations.ts';
import type { AccountPolicies } from './account-policies.ts';

/**
 * Lets policies be read again when an account was changed, in this process or another.
 *
 * @returns how to stop that
 */
export function followAccountChanges(
  policies: Pick<AccountPolicies, 'invalidate' | 'invalidateAll'>,
  invalidations: Pick<Invalidations, 'subscribe'>,
): () => void {
  return invalidations.subscribe((event) => {
    if (event.type === 'account-changed') policies.invalidate(event.account);
    if (event.type === 'everything') policies.invalidateAll();
  });
}
