import { Backoff } from '@hawser/platform';

const FIRST_MS = 100;
const MAX_MS = 5_000;

export interface RetryOptions {
  /** Ends the waiting; the last error is thrown then. */
  readonly signal: AbortSignal;
  /** True for errors that another try would not cure. */
  readonly isFinal: (error: unknown) => boolean;
  readonly onRetry: (error: unknown, failures: number) => void;
}

/** Tries for ever, with growing pauses: what is acknowledged may be late, never lost. */
export async function retryForEver<Result>(work: () => Promise<Result>, options: RetryOptions): Promise<Result> {
  const backoff = new Backoff({ firstMs: FIRST_MS, maxMs: MAX_MS });
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (error) {
      if (options.signal.aborted || options.isFinal(error)) throw error;
      options.onRetry(error, failures);
      await backoff.wait(options.signal);
      if (options.signal.aborted) throw error;
    }
  }
}
