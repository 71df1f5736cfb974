import type { UserId } from '@hawser/core';
import { createChallengeRepository, createTotpRepository, createTrustedBrowserRepository } from '@hawser/storage';
import type { ApiContext } from '../context.ts';

/**
 * Turns the second factor of a user off, with everything that hangs on it.
 *
 * @returns false when there was none
 */
export async function clearSecondFactor(
  { db, sessions }: Pick<ApiContext, 'db' | 'sessions'>,
  userId: UserId,
): Promise<boolean> {
  const removed = await db.transaction(async (tx) => {
    await createTrustedBrowserRepository(tx).removeAllOf(userId);
    await createChallengeRepository(tx).deleteAllOf(userId);
    return createTotpRepository(tx).remove(userId);
  });
  sessions.lookUpAgain();
  return removed;
}
