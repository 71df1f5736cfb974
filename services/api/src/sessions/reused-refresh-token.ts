import { Problem, type UserId } from '@hawser/core';

/** The same words for every refresh token that is not good: whoever holds it learns no more. */
export const INVALID_TOKEN = 'The token is unknown, expired or was used before.';

/** A refresh token came a second time: the user or a thief holds a copy, and the session was ended. */
export class ReusedRefreshToken extends Problem {
  readonly userId: UserId;
  readonly family: string;

  constructor({ userId, family }: { readonly userId: UserId; readonly family: string }) {
    super('invalid-token', INVALID_TOKEN, { hint: 'Sign in again.' });
    this.userId = userId;
    this.family = family;
  }
}
