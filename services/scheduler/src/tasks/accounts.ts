import type { SchedulerDeps } from '../deps.ts';
import type { TaskPlan } from '../repeating-task.ts';

const DAY_MS = 86_400_000;
const ROWS_AT_ONCE = 2_000;
const READINGS_AT_ONCE = 20_000;
const HISTORY_MS = 30 * DAY_MS;

/** Deletes accounts whose deletion was asked for. */
export function deleteAccountsTask({ maintenance, clock }: SchedulerDeps): TaskPlan {
  return { name: 'delete-accounts', everyMs: 5_000, run: () => maintenance.deleteAccounts(clock(), ROWS_AT_ONCE) };
}

/** Deletes readings of accounts that keep them for a shorter time than the installation. */
export function accountRetentionTask({ maintenance, clock }: SchedulerDeps): TaskPlan {
  return {
    name: 'account-retention',
    everyMs: 3_600_000,
    run: async () => (await maintenance.dropExpiredOfAccounts(clock(), READINGS_AT_ONCE)) >= READINGS_AT_ONCE,
  };
}

/** Forgets what accounts used, and which were deleted, a month ago. */
export function accountHistoryTask({ maintenance, clock }: SchedulerDeps): TaskPlan {
  return {
    name: 'account-history',
    everyMs: 3_600_000,
    run: async () => (await maintenance.purgeAccountHistory(clock() - HISTORY_MS, ROWS_AT_ONCE)) >= ROWS_AT_ONCE,
  };
}
