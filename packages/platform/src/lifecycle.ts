import { withDeadline } from './deadline.ts';

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
        await runStep(step);
      } catch (error) {
        failures.push({ name: step.name, error });
      }
    }
    return failures;
  }
}

async function runStep({ name, deadlineMs, run }: Step): Promise<void> {
  await withDeadline(Promise.resolve(run()), deadlineMs, `${name} did not stop within ${deadlineMs} ms`);
}
