import { setTimeout as sleep } from 'node:timers/promises';

/** The longest time a timer of Node can run. */
const LONGEST_MS = 2 ** 31 - 1;

/** Sleeps until the clock says `time`; an abort ends the sleep early without an error. */
export async function pauseUntil(time: number, clock: () => number, signal: AbortSignal): Promise<void> {
  for (let left = time - clock(); left > 0 && !signal.aborted; left = time - clock()) {
    const timer = sleep(Math.min(left, LONGEST_MS), undefined, { signal });
    await timer.catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

/**
 * Waits for work that cannot be cancelled.
 *
 * @returns true when the work is done, false when the abort came first
 */
export function doneBeforeAbort(work: Promise<void>, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onAbort = () => resolve(false);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(() => resolve(true), reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
