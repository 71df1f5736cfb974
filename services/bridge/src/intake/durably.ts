import { Backoff } from '@hawser/platform';

const RETRY = { firstMs: 100, maxMs: 5_000 };

export interface DurablyDeps {
  /** Told about each append that failed; it is tried again. */
  readonly onAppendError: (error: unknown) => void;
  /** Told when one of those went through. */
  readonly onAppendRecovered: () => void;
  /** Aborted when no failed append is to be tried again. */
  readonly stopping: AbortSignal;
}

/**
 * Appends something, however long the disk or the queue takes. Holding on to a message is better than a new delivery by
 * the broker: that would double its neighbours.
 *
 * @returns false when it did not come about before the stop; nothing was appended then
 */
export async function durably(append: () => Promise<unknown>, deps: DurablyDeps): Promise<boolean> {
  try {
    await append();
    return true;
  } catch (error) {
    return appendAgain(append, error, deps);
  }
}

async function appendAgain(
  append: () => Promise<unknown>,
  firstError: unknown,
  { onAppendError, onAppendRecovered, stopping }: DurablyDeps,
): Promise<boolean> {
  const backoff = new Backoff(RETRY);
  for (let error = firstError; ; ) {
    onAppendError(error);
    await backoff.wait(stopping);
    if (stopping.aborted) return false;
    try {
      await append();
      onAppendRecovered();
      return true;
    } catch (next) {
      error = next;
    }
  }
}
