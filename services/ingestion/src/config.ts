import type { LiveSink } from '@hawser/contracts/streams';
import type { Clock, TelemetryLimits } from '@hawser/core';
import type { Logger, Metrics } from '@hawser/platform';
import type { QueueReader } from '@hawser/queue';
import type { AccountPolicies, CountedPositions, IngestStore, SeriesRepository } from '@hawser/storage';
import type { BatchProfile } from './profiles.ts';

export interface IngestionConfig {
  readonly profile: BatchProfile;
  readonly limits: TelemetryLimits;
  /** After this long without a sign of life another owner may take over a shard, in milliseconds. */
  readonly leaseMs: number;
  /** Name of this owner; the same after a restart where only one process can have it. */
  readonly owner: string;
  /**
   * How long entries that are stored wait to be counted as received before they are released all the same, in
   * milliseconds; 10 seconds outlast a busy intake. `Infinity` where intake counts from this very queue: it may still have to read them.
   */
  readonly keepUncountedMs: number;
}

export interface IngestionDeps {
  readonly reader: QueueReader;
  readonly store: IngestStore;
  readonly series: Pick<SeriesRepository, 'resolve'>;
  /** Which dialects agents of an account may speak. */
  readonly policies: Pick<AccountPolicies, 'read'>;
  /** How far intake has counted the shard's entries: what lies above is not released yet. */
  readonly counted: (shard: number) => Promise<CountedPositions>;
  readonly live: LiveSink;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
}
