import { workerData } from 'node:worker_threads';
import { systemClock, type TelemetryLimits } from '@hawser/core';
import { type BatchProfile, createIngestionRole, serveWorker } from '@hawser/ingestion';
import { createLogger, createMetrics, type LogConfig } from '@hawser/platform';
import { createCountedPositions, createIngestStore, createSeriesRepository } from '@hawser/storage';
import { connectThreadDatabase, type ThreadDatabase } from './database.ts';
import { openPolicies } from './policies.ts';
import type { ThreadQueue } from './queue.ts';
import { openThreadQueue } from './thread-queue.ts';

/** Entry of an ingestion thread: the ingestion role, with connections of its own. */

/** What the thread is given when it starts. */
export interface IngestionThreadData {
  readonly queue: ThreadQueue;
  readonly database: ThreadDatabase;
  /** Name of the process among those that ingest the queue. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly profile: BatchProfile;
  readonly limits: TelemetryLimits;
  readonly log: LogConfig;
}

await serveWorker(async (live) => {
  const data = workerData as IngestionThreadData;
  const { owner, leaseMs, profile, limits } = data;
  const log = createLogger(data.log, process.stderr);
  const metrics = createMetrics();
  const database = await connectThreadDatabase(data.database, log);
  const reader = openThreadQueue(data.queue, owner, log);
  const queue = data.queue.name;
  const counted = createCountedPositions(database, { queue });
  const role = createIngestionRole(
    {
      profile,
      limits,
      leaseMs,
      owner,
      // The log on this machine's disk is counted by this very process.
      keepUncountedMs: data.queue.kind === 'log' ? Number.POSITIVE_INFINITY : data.queue.keepUncountedMs,
    },
    {
      reader,
      store: createIngestStore(database, { queue }),
      series: createSeriesRepository(database),
      policies: openPolicies(database, log),
      counted: (shard) => counted.ofShard(shard),
      live,
      log,
      metrics,
      clock: systemClock,
    },
  );
  const close = async (): Promise<void> => {
    await reader.close();
    await database.close();
  };
  return { role, metrics, close };
});
