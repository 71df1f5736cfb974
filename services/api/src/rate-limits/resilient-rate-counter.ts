import type { Clock } from '@hawser/core';
import { type Logger, withDeadline } from '@hawser/platform';
import type { RateCounter } from './rate-counter.ts';

/** A request waits this long for the shared count. */
const DEADLINE_MS = 250;
/** After a failure the shared count is left alone for this long, so that an outage does not slow every request. */
const PAUSE_MS = 5_000;

interface ResilientDeps {
  readonly shared: RateCounter;
  readonly local: RateCounter;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Counts with the other processes while that works. When it does not, requests go on and each process limits by what it
 * has seen itself: losing Redis must not stop the interface, nor leave it without a limit.
 */
export function createResilientRateCounter({ shared, local, clock, log }: ResilientDeps): RateCounter {
  let pausedUntil = 0;
  let failing = false;
  const failed = (error: unknown): void => {
    pausedUntil = clock() + PAUSE_MS;
    if (!failing) log.warn({ err: error }, 'Requests are counted by this process alone, because Redis fails');
    failing = true;
  };
  const worked = (): void => {
    if (failing) log.info('Requests are counted in Redis again');
    failing = false;
  };
  return {
    async hit(caller, windowMs) {
      if (clock() < pausedUntil) return local.hit(caller, windowMs);
      try {
        const count = await withDeadline(shared.hit(caller, windowMs), DEADLINE_MS, 'Redis did not answer in time');
        worked();
        return count;
      } catch (error) {
        failed(error);
        return local.hit(caller, windowMs);
      }
    },
  };
}
