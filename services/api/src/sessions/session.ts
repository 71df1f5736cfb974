import type { Subject, UserId } from '@hawser/core';
import type { Account } from '@hawser/storage';

/** A signed-in user, as far as one request needs to know. */
export interface Session {
  readonly userId: UserId;
  readonly email: string;
  readonly role: string;
  readonly account: Account;
  /** The family of refresh tokens it belongs to: one sign-in on one client. */
  readonly family: string;
  /** The account asks for a second factor and the user has none: nothing works but setting one up. */
  readonly mustEnrol: boolean;
  /** Milliseconds since the Unix epoch at which the access token expires. */
  readonly expiresAt: number;
}

/** The session as the policy function sees it. */
export function subjectOf(session: Session): Subject {
  return { kind: 'user', id: session.userId, account: session.account, role: session.role };
}
