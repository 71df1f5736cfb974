import type { SchedulerConfig } from '../config.ts';
import type { SchedulerDeps } from '../deps.ts';
import type { TaskPlan } from '../repeating-task.ts';

const ENTRIES_AT_ONCE = 5_000;
const HOUR_MS = 3_600_000;

/** Drops entries of the audit at the end of their retention. */
export function expireAuditTask(
  { auditRetentionMs }: Pick<SchedulerConfig, 'auditRetentionMs'>,
  { expireAudit, clock }: Pick<SchedulerDeps, 'expireAudit' | 'clock'>,
): TaskPlan {
  return {
    name: 'expire-audit',
    everyMs: 6 * HOUR_MS,
    run: () => expireAudit({ olderThan: clock() - auditRetentionMs, now: clock(), limit: ENTRIES_AT_ONCE }),
  };
}
