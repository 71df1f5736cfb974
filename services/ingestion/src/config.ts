import type { LiveSink } from '@hawser/contracts/streams';
import type { Clock, TelemetryLimits } from '@hawser/core';
import type { Logger, Metrics } from '@hawser/platform';
import type { EntryId, QueueReader } from '@hawser/queue';
import type { IngestStore, SeriesRepository } from '@hawser/storage';
import type { BatchProfile } from './profiles.ts';

export interface IngestionConfig {
  readonly profile: BatchProfile;
  readonly limits: TelemetryLimits;
  /** After this long without a sign of life another owner may take over a shard, in milliseconds. */
  readonly leaseMs: number;
  /** Name of this owner; the same after a restart where only one process can have it. */
  readonly owner: string;
}

export interface IngestionDeps {
  readonly reader: QueueReader;
  readonly store: IngestStore;
  readonly series: Pick<SeriesRepository, 'resolve'>;
  /** Last entry of the shard that intake has counted: nothing above it may be released yet. */
  readonly intakeCursor: (shard: number) => Promise<EntryId | null>;
  readonly live: LiveSink;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
}
