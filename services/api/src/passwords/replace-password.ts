import { Problem, type UserId } from '@hawser/core';
import {
  createChallengeRepository,
  createOneTimeTokenRepository,
  createSessionRepository,
  createTrustedBrowserRepository,
  createUserRepository,
  type Transaction,
} from '@hawser/storage';
import type { RequestAudit } from '../audit/request-audit.ts';
import type { ApiContext } from '../context.ts';

interface Replacing {
  readonly keep?: string;
  readonly before?: (tx: Transaction) => Promise<void>;
}

/**
 * Gives a user a new password. Whatever was begun with the old one ends: sessions, half-done sign-ins, links, trust in
 * browsers.
 *
 * @param keep - family of the session that goes on; all end when left out
 * @param before - what has to be done first, in the same transaction
 * @throws Problem `not-found` when the user is gone
 */
export async function replacePassword(
  { sessions }: Pick<ApiContext, 'sessions'>,
  audit: Pick<RequestAudit, 'transaction'>,
  userId: UserId,
  passwordHash: string,
  { keep, before = async () => undefined }: Replacing = {},
): Promise<void> {
  const ended = await audit.transaction(async (tx) => {
    await before(tx);
    if (!(await createUserRepository(tx).setPassword(userId, passwordHash))) {
      throw new Problem('not-found', 'The user is gone.');
    }
    await createTrustedBrowserRepository(tx).removeAllOf(userId);
    await createChallengeRepository(tx).deleteAllOf(userId);
    await createOneTimeTokenRepository(tx).deleteAllOf(userId);
    return createSessionRepository(tx).endAllOf(userId, keep ?? null);
  });
  await sessions.tellEnded(ended);
}
