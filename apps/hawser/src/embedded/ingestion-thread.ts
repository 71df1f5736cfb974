import type { MessagePort } from 'node:worker_threads';
import { workerData } from 'node:worker_threads';
import { systemClock, type TelemetryLimits } from '@hawser/core';
import { type BatchProfile, createIngestionRole, serveWorker } from '@hawser/ingestion';
import { createLogger, createMetrics, type LogConfig } from '@hawser/platform';
import { type EmbeddedLogSignal, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { createCountedPositions, createIngestStore, createSeriesRepository } from '@hawser/storage';
import { connectPglite } from '@hawser/storage/pglite';
import { reportDamage } from './queue.ts';
import { QUEUE_NAME } from './queue-name.ts';

/** Entry of the ingestion thread: the ingestion role, with ports that reach back into the other threads. */

const LEASE_MS = 10_000;

/** What the thread is given when it starts. */
export interface IngestionThreadData {
  readonly queueDir: string;
  readonly signal: EmbeddedLogSignal;
  readonly database: MessagePort;
  readonly profile: BatchProfile;
  readonly limits: TelemetryLimits;
  readonly log: LogConfig;
}

await serveWorker((live) => {
  const { queueDir, signal, database: port, profile, limits, log: logConfig } = workerData as IngestionThreadData;
  const log = createLogger(logConfig, process.stderr);
  const metrics = createMetrics();
  const database = connectPglite(port);
  const reader = openEmbeddedLogReader({ dir: queueDir, signal, onCorruption: reportDamage(log) });
  const countedPositions = createCountedPositions(database, { queue: QUEUE_NAME });
  const role = createIngestionRole(
    { profile, limits, leaseMs: LEASE_MS, owner: 'embedded', keepUncountedMs: Number.POSITIVE_INFINITY },
    {
      reader,
      store: createIngestStore(database, { queue: QUEUE_NAME }),
      series: createSeriesRepository(database),
      counted: (shard) => countedPositions.ofShard(shard),
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
