import type { Retention } from '@hawser/storage';

export interface SchedulerConfig {
  readonly retention: Retention;
  readonly deadLetterRetentionMs: number;
  readonly deadLetterMaxBytesPerAccount: number;
  readonly auditRetentionMs: number;
  /**
   * Most rows of commits that are merged into the roll-ups in one statement. Those of one series and minute are added up first,
   * so many at once are far less work; where ingestion has to wait for the statement, few.
   */
  readonly rollUpRowsAtOnce: number;
}
