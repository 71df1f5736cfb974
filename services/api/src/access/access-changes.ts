import type { Session } from '../sessions/session.ts';

/** Tells whether the rights of a session may have changed. */
export type IsMeant = (session: Session) => boolean;

/** Tells whoever remembers rights that they have changed. */
export interface AccessChanges {
  /** The rights of these sessions, at least, have changed or ended. */
  tell(isMeant: IsMeant): void;
  /** Calls back at each change; returns how to stop that. */
  listen(listener: (isMeant: IsMeant) => void): () => void;
}

export function createAccessChanges(): AccessChanges {
  const listeners = new Set<(isMeant: IsMeant) => void>();
  return {
    tell(isMeant) {
      for (const listener of listeners) listener(isMeant);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
