import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Writable } from 'node:stream';
import type { LiveEvent } from '@hawser/contracts/streams';
import { readAutoscale, readBatchProfile, ShardSharing, WorkerPool } from '@hawser/ingestion';
import type { Lifecycle, LogConfig, Logger } from '@hawser/platform';
import { createIngestionMembers } from '@hawser/storage';
import type { UpSettings } from '../up/settings.ts';
import type { OpenDatabase } from './database.ts';
import type { IngestionThreadData } from './ingestion-thread.ts';
import { telemetryLimits } from './limits.ts';
import type { OpenQueue } from './queue.ts';

/** A dead owner is replaced within this and a look around: ten seconds together. */
const LEASE_MS = 8_000;
/** The process that has a queue on its disk is the only one; after a restart it goes on at once. */
const ONLY_OWNER = 'embedded';

interface IngestionOptions {
  readonly settings: UpSettings;
  readonly entry: URL;
  readonly database: OpenDatabase;
  readonly queue: OpenQueue;
  readonly onLive: (event: LiveEvent) => void;
  readonly logConfig: LogConfig;
  readonly logDestination: Writable;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly onFailure: (error: Error) => void;
}

/** Starts the ingestion workers, and takes this process's share of the shards. */
export async function startIngestion(options: IngestionOptions): Promise<WorkerPool> {
  const { queue, database, lifecycle } = options;
  const isShared = queue.forThread().kind === 'streams';
  const owner = isShared ? `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}` : ONLY_OWNER;
  const pool = createPool(options, owner);
  await pool.start();
  lifecycle.onStop('ingestion', () => pool.stop(), 30_000);
  if (isShared) {
    const members = createIngestionMembers(database.database, { queue: queue.name });
    const sharing = new ShardSharing(
      { owner, shards: queue.shards, leaseMs: LEASE_MS },
      { members, assign: (shards) => pool.assign(shards), log: options.log },
    );
    sharing.start();
    lifecycle.onStop('share of the shards', () => sharing.stop(), 30_000);
  } else {
    await pool.assign(Array.from({ length: queue.shards }, (_, shard) => shard));
  }
  return pool;
}

function createPool(options: IngestionOptions, owner: string): WorkerPool {
  const { settings, entry, queue, log, logConfig, logDestination, onFailure, onLive } = options;
  const launch = () => {
    const database = options.database.forThread();
    const data: IngestionThreadData = {
      queue: queue.forThread(),
      database,
      owner,
      leaseMs: LEASE_MS,
      profile: readBatchProfile(settings),
      limits: telemetryLimits(settings),
      log: logConfig,
    };
    return { entry, data, transfer: database.kind === 'pglite' ? [database.port] : [] };
  };
  return new WorkerPool(workersOf(options), { launch, logDestination, log, onFailure, onLive });
}

/** PGlite serves one statement at a time, and a queue of one shard one worker. */
function workersOf({ settings, queue }: IngestionOptions) {
  return queue.shards === 1 ? { workers: 1, autoscale: null } : readAutoscale(settings);
}
