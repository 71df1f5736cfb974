import { SequenceCache } from './caches/sequence-cache.ts';
import { createSeriesCache } from './caches/series-cache.ts';
import type { IngestionConfig, IngestionDeps } from './config.ts';
import { IngestionMetrics, type IngestionTotals } from './ingestion-metrics.ts';
import { QueueReleaser } from './pipeline/release.ts';
import { BatchStore } from './pipeline/store-batch.ts';
import { INGESTION_PROFILES } from './profiles.ts';
import { ShardWorker } from './shard-worker.ts';

export interface IngestionStats extends Readonly<IngestionTotals> {
  /** Age of the oldest message that was read and is not stored yet, in milliseconds; 0 when there is none. */
  readonly oldestAgeMs: number;
}

export interface IngestionRole {
  /** Starts to work; a database that is not there yet is waited for in the background. */
  start(): Promise<void>;
  /** Ends after the commits under way and gives the shards back. */
  stop(): Promise<void>;
  /** Totals since the start. */
  stats(): IngestionStats;
}

/** Makes the role that takes messages from the queue, decodes them and stores what they say. */
export function createIngestionRole(config: IngestionConfig, deps: IngestionDeps): IngestionRole {
  const workers: ShardWorker[] = [];
  const oldestAgeMs = (): number => Math.max(0, ...workers.map((worker) => worker.oldestAgeMs));
  const metrics = new IngestionMetrics(deps.metrics, oldestAgeMs);
  const seriesCache = createSeriesCache();
  for (let shard = 0; shard < deps.reader.shards; shard++) {
    const sequences = new SequenceCache();
    const releaser = new QueueReleaser({ ...deps, shard });
    const batchStore = new BatchStore({ ...deps, metrics, sequences, seriesCache });
    const profile = INGESTION_PROFILES[config.profile];
    workers.push(new ShardWorker({ ...config, ...deps, profile, shard, sequences, releaser, batchStore, metrics }));
  }
  return {
    async start() {
      for (const worker of workers) worker.start();
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
    stats: () => ({ ...metrics.totals, oldestAgeMs: oldestAgeMs() }),
  };
}
