import { type Clock, Problem } from '@hawser/core';
import type { Session } from '../../sessions/session.ts';

/** How long before its end a client is asked for a new token. */
const REMINDER_MS = 60_000;
/** Longest delay that a timer can have. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export interface LiveSessionEvents {
  /** A new access token is needed soon. */
  onReminder(expiresAt: number): void;
  /** The time is over: no token came, or the last one has expired. */
  onExpired(): void;
}

/** Who is at the other end of a live connection, and for how long. */
export class LiveSession {
  readonly #clock: Clock;
  readonly #events: LiveSessionEvents;
  #session: Session | null = null;
  #reminder: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Timeout;

  /** @param deadlineMs - time within which the first token must come */
  constructor(clock: Clock, deadlineMs: number, events: LiveSessionEvents) {
    this.#clock = clock;
    this.#events = events;
    this.#expiry = setTimeout(() => events.onExpired(), deadlineMs);
  }

  /** Null before the first token. */
  get current(): Session | null {
    return this.#session;
  }

  /** @throws Problem `unauthenticated` before the first token */
  require(): Session {
    if (this.#session !== null) return this.#session;
    throw new Problem('unauthenticated', 'Send authenticate first.');
  }

  /**
   * Begins, or goes on with a fresh token of the same user.
   *
   * @throws Problem `forbidden` when it is another user's: what was subscribed to was permitted to the first one
   */
  renew(session: Session): void {
    if (this.#session !== null && this.#session.userId !== session.userId) {
      throw new Problem('forbidden', 'The token belongs to another user; open a new connection.');
    }
    this.#session = session;
    this.stop();
    const left = Math.min(MAX_DELAY_MS, Math.max(0, session.expiresAt - this.#clock()));
    const reminder = Math.max(0, left - REMINDER_MS);
    this.#reminder = setTimeout(() => this.#events.onReminder(session.expiresAt), reminder);
    this.#expiry = setTimeout(() => this.#events.onExpired(), left);
  }

  stop(): void {
    clearTimeout(this.#reminder);
    clearTimeout(this.#expiry);
  }
}
