import type { AuditActor } from '@hawser/core';
import type { User } from '@hawser/storage';
import type { Session } from '../sessions/session.ts';

const ANONYMOUS: AuditActor = Object.freeze({ kind: 'anonymous', id: null, name: null });

/** Who asks, as the audit names them. Of an API token the name says whose it is. */
export function actorOf(session: Session | null): AuditActor {
  if (session === null) return ANONYMOUS;
  const { userId, email, tokenId, tokenName } = session;
  if (tokenId === null) return namedUser({ id: userId, email });
  return { kind: 'token', id: tokenId, name: `${tokenName} of ${email}` };
}

/** A user as the audit names them: who did it, or what it was about. */
export function namedUser({ id, email }: Pick<User, 'id' | 'email'>) {
  return { kind: 'user', id, name: email } as const;
}
