import type { Lifecycle, Logger } from '@hawser/platform';
import type { StatusLine } from './status-line.ts';

interface StopOptions {
  readonly lifecycle: Lifecycle;
  readonly status: StatusLine;
  readonly log: Logger;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** As a shell reports a process that a signal ended. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * The first signal stops in order and ends with code 0, a second one ends at once. `fail` stops in order as well, with
 * code 1: what a dead thread was doing is done again after the next start.
 */
export function stopOnSignals({ lifecycle, status, log }: StopOptions): { fail: (error: Error) => void } {
  let stopping = false;

  async function stop(exitCode: number): Promise<void> {
    stopping = true;
    status.stop();
    const failures = await lifecycle.stop();
    for (const { name, error } of failures) log.error({ err: error, step: name }, 'A part did not stop in order');
    process.exit(failures.length > 0 ? 1 : exitCode);
  }

  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (stopping) process.exit(EXIT_CODES[signal]);
      status.print('Stopping…');
      void stop(0);
    });
  }
  return {
    fail(error) {
      log.fatal({ err: error }, 'A part of the program died; it has to be started again');
      if (!stopping) void stop(1);
    },
  };
}
