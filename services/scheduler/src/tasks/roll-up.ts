import type { SchedulerConfig } from '../config.ts';
import type { SchedulerDeps } from '../deps.ts';
import type { TaskPlan } from '../repeating-task.ts';

/** Brings `readings_1m` and `readings_1h` up to date. */
export function rollUpTask({ rollUpRowsAtOnce }: SchedulerConfig, { maintenance }: SchedulerDeps): TaskPlan {
  return {
    name: 'roll-up',
    everyMs: 5_000,
    run: async () => (await maintenance.rollUp(rollUpRowsAtOnce)) === rollUpRowsAtOnce,
  };
}
