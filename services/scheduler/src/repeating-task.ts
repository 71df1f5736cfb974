import { setTimeout as sleep } from 'node:timers/promises';
import { Backoff, type Counter, type Logger } from '@hawser/platform';

export interface TaskPlan {
  readonly name: string;
  readonly everyMs: number;
  /**
   * Does a bounded piece of work.
   *
   * @returns true when there is more to do at once
   */
  readonly run: () => Promise<boolean>;
}

interface TaskDeps {
  readonly log: Logger;
  readonly runs: Counter<'task' | 'outcome'>;
}

/** Left between two pieces of work, so that others get at the database. */
const BREATH_MS = 20;

/** Runs one task again and again; never twice at the same time. A failure is logged and tried again, less and less often. */
export class RepeatingTask {
  readonly #plan: TaskPlan;
  readonly #deps: TaskDeps;
  readonly #stop = new AbortController();
  readonly #backoff: Backoff;
  #loop: Promise<void> = Promise.resolve();

  constructor(plan: TaskPlan, deps: TaskDeps) {
    this.#plan = plan;
    this.#deps = deps;
    this.#backoff = new Backoff({ firstMs: plan.everyMs, maxMs: Math.max(plan.everyMs, 60_000) });
  }

  start(): void {
    this.#loop = this.#repeat();
  }

  /** Resolves when the piece of work under way is done. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  async #repeat(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const pause = await this.#runOnce();
      await sleep(pause, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
    }
  }

  /** @returns milliseconds until the next run */
  async #runOnce(): Promise<number> {
    const { name, run, everyMs } = this.#plan;
    try {
      const hasMore = await run();
      this.#deps.runs.inc({ task: name, outcome: 'ok' });
      this.#backoff.reset();
      return hasMore ? BREATH_MS : everyMs;
    } catch (error) {
      this.#deps.runs.inc({ task: name, outcome: 'failed' });
      const retryMs = this.#backoff.next();
      this.#deps.log.warn({ err: error, task: name, retryMs }, 'A scheduled task failed and will be tried again');
      return retryMs;
    }
  }
}
