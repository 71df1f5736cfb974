import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for a promise, but not for ever. The work itself goes on; nobody hears of its late failure.
 *
 * @throws Error with `message` after `ms`
 */
export async function withDeadline<Result>(work: Promise<Result>, ms: number, message: string): Promise<Result> {
  const timer = new AbortController();
  const late = sleep(ms, undefined, { signal: timer.signal }).then(() => {
    throw new Error(message);
  });
  // Whichever loses the race must not surface as an unhandled rejection.
  late.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}
