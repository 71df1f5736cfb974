import type { Clock, UserId } from '@hawser/core';
import { createOneTimeTokenRepository, type Queryable } from '@hawser/storage';
import type { LinkReader, Links } from '../http/links.ts';
import { hashSecret, newSecret } from '../http/secrets.ts';

const HOUR_MS = 3_600_000;

export interface ResetLink {
  readonly link: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** Makes links with which a user replaces their password, once. */
export interface ResetLinks {
  /**
   * @param reader - whoever is shown the link; null when it is mailed
   * @param tx - where the link is stored, when that is to be together with something else
   */
  make(userId: UserId, hours: number, reader: LinkReader | null, tx?: Queryable): Promise<ResetLink>;
  /** How many of a user's links still work. */
  waiting(userId: UserId): Promise<number>;
}

export function createResetLinks(db: Queryable, clock: Clock, links: Links): ResetLinks {
  const tokens = createOneTimeTokenRepository(db);
  return {
    async make(userId, hours, reader, tx = db) {
      const token = newSecret();
      const expiresAt = clock() + hours * HOUR_MS;
      const stored = { tokenHash: hashSecret(token), purpose: 'password-reset', userId, expiresAt } as const;
      await createOneTimeTokenRepository(tx).insert(stored);
      return { link: links.passwordReset(token, reader), expiresAt };
    },
    waiting: (userId) => tokens.countOf(userId, 'password-reset', clock()),
  };
}
