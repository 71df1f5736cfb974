import type { Holder, TokenId, UserId } from '@hawser/core';
import type { Account, StoredGrant } from '@hawser/storage';

/** Who sends a request: a signed-in user, or a program with an API token of one. */
export interface Session {
  /** Of a program: whose token it is. */
  readonly userId: UserId;
  readonly email: string;
  readonly name: string;
  /** The user's own account; of a program, the one its token was made for. */
  readonly account: Account;
  /** What the user was granted; of a program, its owner. */
  readonly grants: readonly StoredGrant[];
  /** The caller as policy functions see it. */
  readonly subject: Holder;
  /** The API token it came with; null for a user who signed in. */
  readonly tokenId: TokenId | null;
  /** What that API token is called. */
  readonly tokenName: string | null;
  /** What ends together: the family of refresh tokens of one sign-in on one client, or the API token. */
  readonly family: string;
  /**
   * The account asks for a second factor, the user has none and the identity provider has asked for none: nothing works
   * but setting one up. Never of a program.
   */
  readonly mustEnrol: boolean;
  /** Milliseconds since the Unix epoch at which the access token, or the API token, expires. */
  readonly expiresAt: number;
}

/** Who makes the requests of a session, as limits count them. */
export function principalOf({ userId, tokenId }: Pick<Session, 'userId' | 'tokenId'>): string {
  return tokenId === null ? `user ${userId}` : `token ${tokenId}`;
}
