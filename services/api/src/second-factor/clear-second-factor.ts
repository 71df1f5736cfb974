import type { UserId } from '@hawser/core';
import { createChallengeRepository, createTotpRepository, createTrustedBrowserRepository } from '@hawser/storage';
import type { ApiContext } from '../context.ts';

/**
 * Turns the second factor of a user off, with everything that hangs on it.
 *
 * @returns false when there was none
 */
export async function clearSecondFactor(
  { unscoped, invalidations }: Pick<ApiContext, 'unscoped' | 'invalidations'>,
  userId: UserId,
): Promise<boolean> {
  const removed = await unscoped.db.transaction(async (tx) => {
    await createTrustedBrowserRepository(tx).removeAllOf(userId);
    await createChallengeRepository(tx).deleteAllOf(userId);
    return createTotpRepository(tx).remove(userId);
  });
  await invalidations.publish({ type: 'user-changed', user: userId });
  return removed;
}
