import type { Clock } from '@hawser/core';
import type { Logger, Metrics } from '@hawser/platform';
import type { AuditExpiry, DeadLetterRepository, Maintenance } from '@hawser/storage';

export interface SchedulerDeps {
  readonly maintenance: Maintenance;
  readonly deadLetters: Pick<DeadLetterRepository, 'purge'>;
  /** Drops the oldest entries of the audit. @returns true when there are more */
  readonly expireAudit: (expiry: AuditExpiry) => Promise<boolean>;
  /** Forgets in Redis what it knows of journals; left out where there are none. */
  readonly forgetJournals?: (journals: readonly string[]) => Promise<void>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
}
