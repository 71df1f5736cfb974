import type { SchedulerConfig } from '../config.ts';
import type { SchedulerDeps } from '../deps.ts';
import type { TaskPlan } from '../repeating-task.ts';

const LIMITS = { partitions: 10, rollUpRows: 5_000 };

/** Drops what is older than its retention, and makes the next day's partition before it is needed. */
export function retentionTask({ retention }: SchedulerConfig, { maintenance, clock, log }: SchedulerDeps): TaskPlan {
  return {
    name: 'retention',
    everyMs: 3_600_000,
    async run() {
      const now = clock();
      await maintenance.prepareDays(now);
      const dropped = await maintenance.dropExpired(now, retention, LIMITS);
      if (dropped.partitions > 0) log.info({ dropped }, 'Readings past their retention were dropped');
      return dropped.partitions === LIMITS.partitions || Math.max(dropped.minutes, dropped.hours) >= LIMITS.rollUpRows;
    },
  };
}
