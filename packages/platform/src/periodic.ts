import { setTimeout as sleep } from 'node:timers/promises';

/** Work that is done again and again, never twice at the same time. */
export interface Periodic {
  /** Ends the repetition and resolves when a run under way is over. */
  stop(): Promise<void>;
}

/**
 * Runs `work`, waits, and runs it again. A run that fails is reported and the next one comes as usual.
 *
 * @param intervalMs - pause between the end of one run and the start of the next
 * @param onError - told about each failure
 */
export function repeat(
  intervalMs: number,
  work: () => Promise<void> | void,
  onError: (error: unknown) => void,
): Periodic {
  const stopping = new AbortController();
  const running = loop(intervalMs, work, onError, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function loop(
  intervalMs: number,
  work: () => Promise<void> | void,
  onError: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  while (await pause(intervalMs, signal)) {
    try {
      await work();
    } catch (error) {
      onError(error);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
