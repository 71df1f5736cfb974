import type { Writable } from 'node:stream';
import { readBatchProfile, WorkerPool } from '@hawser/ingestion';
import type { Lifecycle, LogConfig, Logger } from '@hawser/platform';
import type { UpSettings } from '../up/settings.ts';
import type { EmbeddedDatabase } from './database.ts';
import type { IngestionThreadData } from './ingestion-thread.ts';
import { telemetryLimits } from './limits.ts';
import type { LiveRelay } from './live-relay.ts';
import type { EmbeddedQueue } from './queue.ts';

interface IngestionOptions {
  readonly settings: UpSettings;
  readonly queueDir: string;
  readonly entry: URL;
  readonly database: EmbeddedDatabase;
  readonly queue: EmbeddedQueue;
  readonly live: LiveRelay;
  readonly logConfig: LogConfig;
  readonly logDestination: Writable;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly onFailure: (error: Error) => void;
}

/** Starts ingestion of the embedded shape: one worker thread, because PGlite serves one statement at a time anyway. */
export async function startIngestion(options: IngestionOptions): Promise<WorkerPool> {
  const { settings, queueDir, entry, queue, live, logConfig, lifecycle } = options;
  const launch = () => {
    const database = options.database.connect();
    const data: IngestionThreadData = {
      queueDir,
      signal: queue.signal,
      database,
      profile: readBatchProfile(settings),
      limits: telemetryLimits(settings),
      log: logConfig,
    };
    return { entry, data, transfer: [database] };
  };
  const { log, logDestination, onFailure } = options;
  const onLive = live.publish.bind(live);
  const pool = new WorkerPool({ workers: 1, autoscale: null }, { launch, logDestination, log, onFailure, onLive });
  await pool.start();
  lifecycle.onStop('ingestion', () => pool.stop(), 30_000);
  await pool.assign(Array.from({ length: queue.reader.shards }, (_, shard) => shard));
  return pool;
}
