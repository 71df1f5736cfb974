import type { SchedulerDeps } from '../deps.ts';
import type { TaskPlan } from '../repeating-task.ts';

/** Small enough that ingestion, on the same connection, never waits long for one piece. */
const ROWS_AT_ONCE = 500;

/** Brings `readings_1m` and `readings_1h` up to date. */
export function rollUpTask({ maintenance }: SchedulerDeps): TaskPlan {
  return {
    name: 'roll-up',
    everyMs: 5_000,
    run: async () => (await maintenance.rollUp(ROWS_AT_ONCE)) === ROWS_AT_ONCE,
  };
}
