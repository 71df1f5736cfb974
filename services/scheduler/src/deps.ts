import type { Clock } from '@hawser/core';
import type { Logger, Metrics } from '@hawser/platform';
import type { DeadLetterRepository, Maintenance } from '@hawser/storage';

export interface SchedulerDeps {
  readonly maintenance: Maintenance;
  readonly deadLetters: Pick<DeadLetterRepository, 'purge'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
}
