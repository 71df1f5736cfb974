import type { Invalidation } from '@hawser/storage';
import type { Session } from './session.ts';

/** Tells whether a change may concern a session. */
export type Concerns = (session: Pick<Session, 'userId' | 'family' | 'tokenId' | 'grants'>) => boolean;

/** Which sessions a change may concern; null for none. Changes of accounts are rare, and those below them inherit. */
export function concernsOf(event: Invalidation): Concerns | null {
  switch (event.type) {
    case 'session-ended':
      return ({ family }) => family === event.family;
    case 'token-ended':
      return ({ tokenId }) => tokenId === event.token;
    case 'user-changed':
      return ({ userId }) => userId === event.user;
    case 'role-changed':
      return ({ grants }) => grants.some(({ roleId }) => roleId === event.role);
    case 'fleet-changed':
      return ({ grants }) => grants.some(({ fleet }) => fleet === event.fleet);
    case 'agent-changed':
      return null;
    default:
      return () => true;
  }
}
