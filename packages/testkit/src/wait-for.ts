import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** How long to keep trying, in milliseconds. */
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
  /** Names what is awaited in the error. */
  readonly what?: string;
}

/** What a condition answers while it does not hold yet. */
type NotYet = undefined | null | false;

/**
 * Asks again and again until the condition holds. A condition that throws is asked again as well.
 *
 * @returns what the condition answered when it held
 * @throws Error after `timeoutMs` (10 s unless told otherwise), with the condition's last error as its cause
 */
export async function waitFor<Result>(
  condition: () => Result | NotYet | Promise<Result | NotYet>,
  options: WaitOptions = {},
): Promise<Result> {
  const { timeoutMs = 10_000, intervalMs = 20, what = 'the condition' } = options;
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const result = await condition();
      if (result !== undefined && result !== null && result !== false) return result;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`, { cause });
    await sleep(intervalMs);
  }
}
