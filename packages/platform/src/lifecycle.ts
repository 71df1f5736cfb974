import { setTimeout as sleep } from 'node:timers/promises';

interface Step {
  readonly name: string;
  readonly deadlineMs: number;
  readonly run: () => Promise<void> | void;
}

export interface StepFailure {
  readonly name: string;
  readonly error: unknown;
}

/**
 * Undoes a start in the opposite order. Each step has a deadline, and every step runs even if one before it failed:
 * a clean-up that is skipped because of an unrelated failure is how data is lost.
 */
export class Lifecycle {
  readonly #steps: Step[] = [];
  #stopping: Promise<readonly StepFailure[]> | undefined;

  /**
   * Registers how to undo what was just started.
   *
   * @param name - for the log
   * @param run - the clean-up
   * @param deadlineMs - after this long the step counts as failed and the next one runs
   */
  onStop(name: string, run: () => Promise<void> | void, deadlineMs = 10_000): void {
    this.#steps.push({ name, run, deadlineMs });
  }

  /** Runs all clean-ups, last one registered first. A second call joins the first. */
  stop(): Promise<readonly StepFailure[]> {
    this.#stopping ??= this.#runAll();
    return this.#stopping;
  }

  async #runAll(): Promise<readonly StepFailure[]> {
    const failures: StepFailure[] = [];
    for (const step of this.#steps.reverse()) {
      try {
        await withDeadline(step);
      } catch (error) {
        failures.push({ name: step.name, error });
      }
    }
    return failures;
  }
}

async function withDeadline(step: Step): Promise<void> {
  const timer = new AbortController();
  const late = sleep(step.deadlineMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`${step.name} did not stop within ${step.deadlineMs} ms`);
  });
  // The loser of the race must not surface as an unhandled rejection.
  late.catch(() => undefined);
  try {
    await Promise.race([step.run(), late]);
  } finally {
    timer.abort();
  }
}
