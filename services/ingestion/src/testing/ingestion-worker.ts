import { workerData } from 'node:worker_threads';
import { DEFAULT_LIMITS, systemClock } from '@hawser/core';
import { createLogger, createMetrics } from '@hawser/platform';
import { type EmbeddedLogSignal, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { createAccountPolicies, createIngestStore, createSeriesRepository } from '@hawser/storage';
import { createPostgresDatabase } from '@hawser/storage/postgres';
import { createIngestionRole } from '../ingestion-role.ts';
import type { BatchProfile } from '../profiles.ts';
import { serveWorker } from '../workers/serve-worker.ts';

/** Worker thread of `ingestion-process.ts`: the role with a queue reader and database connections of its own. */

export interface IngestionWorkerData {
  readonly url: string;
  readonly queue: string;
  readonly owner: string;
  readonly leaseMs: number;
  readonly profile: BatchProfile;
  readonly statementTimeoutMs: number;
  readonly dir: string;
  readonly signal: EmbeddedLogSignal;
}

await serveWorker((live) => {
  const { url, queue, owner, leaseMs, profile, statementTimeoutMs, dir, signal } = workerData as IngestionWorkerData;
  const log = createLogger({ level: 'info' }, process.stderr);
  const metrics = createMetrics();
  const database = createPostgresDatabase({ url, poolSize: 4, statementTimeoutMs });
  const onCorruption = (report: unknown): void => log.error({ report }, 'The log is damaged');
  const reader = openEmbeddedLogReader({ dir, signal, onCorruption });
  const role = createIngestionRole(
    { profile, limits: DEFAULT_LIMITS, leaseMs, owner, keepUncountedMs: Number.POSITIVE_INFINITY },
    {
      reader,
      store: createIngestStore(database, { queue }),
      series: createSeriesRepository(database),
      policies: createAccountPolicies({ db: database, clock: systemClock, onError: (err) => log.warn({ err }) }),
      counted: async () => ({ entry: null, journals: new Map() }),
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
