import { Problem, type UserId } from '@hawser/core';
import { createChallengeRepository, createTotpRepository, createTrustedBrowserRepository } from '@hawser/storage';
import type { RequestAudit } from '../audit/request-audit.ts';
import type { ApiContext } from '../context.ts';

/**
 * Turns the second factor of a user off, with everything that hangs on it.
 *
 * @throws Problem `not-found` when there is none
 */
export async function clearSecondFactor(
  { invalidations }: Pick<ApiContext, 'invalidations'>,
  audit: Pick<RequestAudit, 'transaction'>,
  userId: UserId,
): Promise<void> {
  await audit.transaction(async (tx) => {
    await createTrustedBrowserRepository(tx).removeAllOf(userId);
    await createChallengeRepository(tx).deleteAllOf(userId);
    const removed = await createTotpRepository(tx).remove(userId);
    if (!removed) throw new Problem('not-found', 'The user has no second factor.');
  });
  await invalidations.publish({ type: 'user-changed', user: userId });
}
