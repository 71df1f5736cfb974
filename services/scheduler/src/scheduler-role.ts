import { Counter } from '@hawser/platform';
import type { SchedulerConfig } from './config.ts';
import type { SchedulerDeps } from './deps.ts';
import { RepeatingTask } from './repeating-task.ts';
import { accountHistoryTask, accountRetentionTask, deleteAccountsTask } from './tasks/accounts.ts';
import { expireAuditTask } from './tasks/audit.ts';
import { compactLedgerTask, purgeDedupTask, purgeJournalsTask, purgeSeriesTask } from './tasks/clean-up.ts';
import { deadLetterTask } from './tasks/dead-letters.ts';
import { retentionTask } from './tasks/retention.ts';
import { rollUpTask } from './tasks/roll-up.ts';

export interface SchedulerRole {
  start(): void;
  /** Ends after the pieces of work under way. */
  stop(): Promise<void>;
}

/** Makes the role that keeps the database in order while the others work. One at a time in an installation. */
export function createSchedulerRole(config: SchedulerConfig, deps: SchedulerDeps): SchedulerRole {
  const runs = new Counter({
    name: 'hawser_scheduler_runs_total',
    help: 'Runs of scheduled tasks by outcome.',
    labelNames: ['task', 'outcome'] as const,
    registers: [deps.metrics],
  });
  const tasks = [
    rollUpTask(config, deps),
    retentionTask(config, deps),
    deadLetterTask(config, deps),
    purgeSeriesTask(deps),
    purgeDedupTask(deps),
    purgeJournalsTask(deps),
    compactLedgerTask(deps),
    expireAuditTask(config, deps),
    deleteAccountsTask(deps),
    accountRetentionTask(deps),
    accountHistoryTask(deps),
  ].map((plan) => new RepeatingTask(plan, { log: deps.log, runs }));
  return {
    start() {
      for (const task of tasks) task.start();
    },
    async stop() {
      await Promise.all(tasks.map((task) => task.stop()));
    },
  };
}
