import { type Clock, Problem, type UserId } from '@hawser/core';
import { createChallengeRepository, type Queryable } from '@hawser/storage';
import { hashSecret, newSecret } from '../http/secrets.ts';

const LIFE_MS = 5 * 60_000;
const MAX_TRIES = 5;

/** Sign-ins that wait for their second factor. */
export interface Challenges {
  /** @returns the token with which the sign-in goes on */
  begin(userId: UserId): Promise<string>;
  /**
   * Counts a try.
   *
   * @throws Problem `invalid-token` when the challenge is unknown, expired, used or was tried too often
   */
  enter(challenge: string): Promise<UserId>;
  /** Uses the challenge up. @throws Problem `invalid-token` when another request was faster */
  take(challenge: string): Promise<void>;
}

export function createChallenges(db: Queryable, clock: Clock): Challenges {
  const repository = createChallengeRepository(db);
  return {
    async begin(userId) {
      const challenge = newSecret();
      await repository.insert({ tokenHash: hashSecret(challenge), userId, expiresAt: clock() + LIFE_MS });
      return challenge;
    },
    async enter(challenge) {
      const userId = await repository.tryOnce(hashSecret(challenge), MAX_TRIES, clock());
      if (userId === null) throw invalidChallenge();
      return userId;
    },
    async take(challenge) {
      if (!(await repository.take(hashSecret(challenge)))) throw invalidChallenge();
    },
  };
}

function invalidChallenge(): Problem {
  return new Problem('invalid-token', 'The challenge is unknown, expired, or was used or tried too often.', {
    hint: 'Sign in again with e-mail and password.',
  });
}
