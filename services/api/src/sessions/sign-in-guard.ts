import { type Clock, Problem } from '@hawser/core';
import { BoundedCache } from './bounded-cache.ts';

/** Wrong tries before the first wait; an address is shared by more people than a user name. */
const FREE_TRIES = { user: 5, address: 30 } as const;
const FIRST_LOCK_MS = 1_000;
const MAX_LOCK_MS = 15 * 60_000;
/** Failures are forgotten after this long without another one. */
const MEMORY_MS = 60 * 60_000;
const MAX_REMEMBERED = 50_000;

interface Failures {
  count: number;
  lockedUntil: number;
}

export interface SignInGuard {
  /**
   * Notes a try before its password is checked, so that many tries at once count as many.
   *
   * @returns call it when the password was right: the user's tries are forgotten
   * @throws Problem `too-many-requests` while the user or the address is locked
   */
  enter(user: string, address: string): () => void;
}

/**
 * Slows guessing of passwords: after a few wrong ones each further one doubles the wait, separately for the user and
 * for the address it comes from. Unknown users are treated the same, so that a lock does not tell who exists.
 */
export function createSignInGuard(clock: Clock): SignInGuard {
  const failures = new BoundedCache<string, Failures>({ max: MAX_REMEMBERED, ttlMs: MEMORY_MS, clock });
  const enterOne = (kind: keyof typeof FREE_TRIES, key: string): void => {
    const entry = failures.get(key) ?? { count: 0, lockedUntil: 0 };
    entry.count += 1;
    entry.lockedUntil = clock() + lockMs(entry.count - FREE_TRIES[kind]);
    failures.set(key, entry);
  };
  return {
    enter(user, address) {
      const userKey = `user ${user.toLowerCase()}`;
      const addressKey = `address ${address}`;
      const now = clock();
      const until = Math.max(failures.get(userKey)?.lockedUntil ?? 0, failures.get(addressKey)?.lockedUntil ?? 0);
      if (until > now) throw locked(until - now);
      enterOne('user', userKey);
      enterOne('address', addressKey);
      return () => {
        failures.delete(userKey);
        forgetOne(failures.get(addressKey));
      };
    },
  };
}

/** Takes back one try only: a right password must not wipe out the wrong ones for other users from that address. */
function forgetOne(entry: Failures | undefined): void {
  if (entry === undefined) return;
  entry.count -= 1;
  entry.lockedUntil = 0;
}

function lockMs(triesTooMany: number): number {
  return triesTooMany < 0 ? 0 : Math.min(MAX_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(triesTooMany, 20));
}

function locked(waitMs: number): Problem {
  return new Problem('too-many-requests', 'There were too many wrong passwords.', {
    hint: 'Wait, then try again.',
    retryAfterSeconds: Math.ceil(waitMs / 1000),
  });
}
