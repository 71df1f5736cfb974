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
  /** Milliseconds since the Unix epoch at which the access token expires. */
  readonly expiresAt: number;
}

/** The session as the policy function sees it. */
export function subjectOf(session: Session): Subject {
  return { kind: 'user', id: session.userId, account: session.account, role: session.role };
}

/** Who makes the requests of a session, as limits count them. */
export function principalOf(session: Session): string {
  return `user ${session.userId}`;
}
