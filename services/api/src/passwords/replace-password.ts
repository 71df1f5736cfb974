import { Problem, type UserId } from '@hawser/core';
import {
  createChallengeRepository,
  createOneTimeTokenRepository,
  createTrustedBrowserRepository,
  createUserRepository,
} from '@hawser/storage';
import type { RequestAudit } from '../audit/request-audit.ts';
import type { ApiContext } from '../context.ts';

/**
 * Gives a user a new password. Whatever was begun with the old one ends: sessions, half-done sign-ins, links, trust in
 * browsers.
 *
 * @param keep - family of the session that goes on
 * @throws Problem `not-found` when the user is gone
 */
export async function replacePassword(
  { sessions }: Pick<ApiContext, 'sessions'>,
  audit: Pick<RequestAudit, 'transaction'>,
  userId: UserId,
  passwordHash: string,
  keep?: string,
): Promise<void> {
  await audit.transaction(async (tx) => {
    if (!(await createUserRepository(tx).setPassword(userId, passwordHash))) {
      throw new Problem('not-found', 'The user is gone.');
    }
    await createTrustedBrowserRepository(tx).removeAllOf(userId);
    await createChallengeRepository(tx).deleteAllOf(userId);
    await createOneTimeTokenRepository(tx).deleteAllOf(userId);
  });
  await sessions.endAllOf(userId, keep);
}
