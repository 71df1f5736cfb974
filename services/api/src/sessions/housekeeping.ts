import type { Logger } from '@hawser/platform';

const INTERVAL_MS = 60 * 60_000;

/**
 * Does what has to be done now and then, once an hour.
 *
 * @param chores - what to do, by what it is; one that fails does not keep the others from being done
 * @returns how to stop it
 */
export function startHousekeeping(chores: Readonly<Record<string, () => Promise<void>>>, log: Logger): () => void {
  const doAll = (): void => {
    for (const [chore, work] of Object.entries(chores)) {
      work().catch((error: unknown) => log.warn({ err: error, chore }, 'a chore could not be done'));
    }
  };
  const timer = setInterval(doAll, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
