import { Problem, type UserId } from '@hawser/core';
import {
  createChallengeRepository,
  createSessionRepository,
  createTotpRepository,
  createTrustedBrowserRepository,
} from '@hawser/storage';
import type { RequestAudit } from '../audit/request-audit.ts';
import type { ApiContext } from '../context.ts';

/**
 * Turns the second factor of a user off, with everything that hangs on it.
 *
 * @param endSessions - the user has to sign in again everywhere
 * @throws Problem `not-found` when there is none
 */
export async function clearSecondFactor(
  { invalidations, sessions }: Pick<ApiContext, 'invalidations' | 'sessions'>,
  audit: Pick<RequestAudit, 'transaction'>,
  userId: UserId,
  { endSessions = false }: { readonly endSessions?: boolean } = {},
): Promise<void> {
  const ended = await audit.transaction(async (tx) => {
    await createTrustedBrowserRepository(tx).removeAllOf(userId);
    await createChallengeRepository(tx).deleteAllOf(userId);
    const removed = await createTotpRepository(tx).remove(userId);
    if (!removed) throw new Problem('not-found', 'The user has no second factor.');
    return endSessions ? createSessionRepository(tx).endAllOf(userId, null) : [];
  });
  await sessions.tellEnded(ended);
  await invalidations.publish({ type: 'user-changed', user: userId });
}
