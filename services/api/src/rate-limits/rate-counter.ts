import type { Clock } from '@hawser/core';
import { BoundedCache } from '../sessions/bounded-cache.ts';

/** How many requests one caller has made in the present window. */
export interface RateCount {
  readonly count: number;
  /** Milliseconds until the window ends and the count begins anew. */
  readonly msLeft: number;
}

/** Counts requests by caller. */
export interface RateCounter {
  /**
   * Counts one request.
   *
   * @param caller - what is counted together, such as an address or a user
   */
  hit(caller: string, windowMs: number): Promise<RateCount>;
}

/** Callers that are remembered; beyond that the one that was silent longest begins anew. */
const MAX_CALLERS = 20_000;
const LONGEST_WINDOW_MS = 60 * 60_000;

/** Counts in this process alone. */
export function createLocalRateCounter(clock: Clock): RateCounter {
  const callers = new BoundedCache<string, { count: number; readonly endsAt: number }>({
    max: MAX_CALLERS,
    ttlMs: LONGEST_WINDOW_MS,
    clock,
  });
  return {
    async hit(caller, windowMs) {
      const now = clock();
      const known = callers.get(caller);
      const entry = known === undefined || known.endsAt <= now ? { count: 0, endsAt: now + windowMs } : known;
      if (entry !== known) callers.set(caller, entry);
      entry.count += 1;
      return { count: entry.count, msLeft: entry.endsAt - now };
    },
  };
}
