import type { Retention } from '@hawser/storage';

export interface SchedulerConfig {
  readonly retention: Retention;
  readonly deadLetterRetentionMs: number;
  readonly deadLetterMaxBytesPerAccount: number;
  readonly auditRetentionMs: number;
}
