import { SequenceCache } from './caches/sequence-cache.ts';
import { SeriesCache } from './caches/series-cache.ts';
import type { IngestionConfig, IngestionDeps } from './config.ts';
import { IngestionMetrics, type IngestionTotals } from './ingestion-metrics.ts';
import { QueueReleaser } from './pipeline/release.ts';
import { BatchStore } from './pipeline/store-batch.ts';
import { ShardWorker } from './shard-worker.ts';

export interface IngestionStats extends Readonly<IngestionTotals> {
  /** Age of the oldest message that was read and is not stored yet, in milliseconds; 0 when there is none. */
  readonly oldestAgeMs: number;
}

export interface IngestionRole {
  /**
   * Makes the role work on exactly these shards. A database that is not there yet is waited for in the background.
   * Resolves when the shards that it loses are given back, after the commits under way.
   */
  assign(shards: readonly number[]): Promise<void>;
  /** Ends after the commits under way and gives the shards back. */
  stop(): Promise<void>;
  /** Totals since the start. */
  stats(): IngestionStats;
}

/** Makes the role that takes messages from the queue, decodes them and stores what they say. */
export function createIngestionRole(config: IngestionConfig, deps: IngestionDeps): IngestionRole {
  const workers = new Map<number, ShardWorker>();
  const oldestAgeMs = (): number => Math.max(0, ...[...workers.values()].map((worker) => worker.oldestAgeMs));
  const metrics = new IngestionMetrics(deps.metrics, oldestAgeMs);
  const seriesCache = new SeriesCache();

  function createWorker(shard: number): ShardWorker {
    const sequences = new SequenceCache();
    const releaser = new QueueReleaser({ ...config, ...deps, shard });
    const batchStore = new BatchStore({ ...deps, metrics, sequences, seriesCache });
    return new ShardWorker({ ...config, ...deps, shard, sequences, releaser, batchStore, metrics });
  }

  async function stopWorker(shard: number, worker: ShardWorker): Promise<void> {
    await worker.stop();
    if (workers.get(shard) === worker) workers.delete(shard);
  }

  async function assign(shards: readonly number[]): Promise<void> {
    const wanted = new Set(shards);
    for (const shard of wanted) {
      if (workers.has(shard)) continue;
      const worker = createWorker(shard);
      workers.set(shard, worker);
      worker.start();
    }
    const surplus = [...workers].filter(([shard]) => !wanted.has(shard));
    await Promise.all(surplus.map(([shard, worker]) => stopWorker(shard, worker)));
  }

  return { assign, stop: () => assign([]), stats: () => ({ ...metrics.totals, oldestAgeMs: oldestAgeMs() }) };
}
