import type { AuditActor } from '@hawser/core';
import type { Session } from '../sessions/session.ts';

const ANONYMOUS: AuditActor = Object.freeze({ kind: 'anonymous', id: null, name: null });

/** Who asks, as the audit names them. */
export function actorOf(session: Session | null): AuditActor {
  return session === null ? ANONYMOUS : { kind: 'user', id: session.userId, name: session.email };
}
