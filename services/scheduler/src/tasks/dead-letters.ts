import type { SchedulerConfig } from '../config.ts';
import type { SchedulerDeps } from '../deps.ts';
import type { TaskPlan } from '../repeating-task.ts';

const LIMIT = 1_000;

/** Keeps the dead letters within their age and size. */
export function deadLetterTask(config: SchedulerConfig, { deadLetters, clock, log }: SchedulerDeps): TaskPlan {
  return {
    name: 'dead-letters',
    everyMs: 60_000,
    async run() {
      const deleted = await deadLetters.purge({
        olderThan: clock() - config.deadLetterRetentionMs,
        maxBytesPerAccount: config.deadLetterMaxBytesPerAccount,
        limit: LIMIT,
      });
      if (deleted > 0) log.warn({ deleted }, 'Dead letters past their bounds were deleted');
      return deleted >= LIMIT;
    },
  };
}
