import { createLogger, Lifecycle } from '@hawser/platform';
import { openEmbeddedLog } from '@hawser/queue/embedded-log';
import { createIngestionMembers } from '@hawser/storage';
import { createPostgresDatabase } from '@hawser/storage/postgres';
import type { BatchProfile } from '../profiles.ts';
import { ShardSharing } from '../sharing/shard-sharing.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import type { IngestionWorkerData } from './ingestion-worker.ts';

/**
 * A test's child process: ingests a queue that was filled before, as one of several processes that share its shards.
 * Each process has a copy of the queue of its own, as every process sees the same entries in a stream. Prints `ready`,
 * and ends with code 0 on SIGTERM.
 */

export interface ProcessPlan {
  readonly url: string;
  readonly queue: string;
  readonly owner: string;
  readonly dir: string;
  readonly shards: number;
  readonly workers: number;
  readonly leaseMs: number;
  readonly profile: BatchProfile;
  readonly statementTimeoutMs: number;
}

const plan = JSON.parse(process.argv[2] ?? '') as ProcessPlan;
const { url, queue, owner, dir, shards, workers, leaseMs, profile, statementTimeoutMs } = plan;
const log = createLogger({ level: 'info' }, process.stderr);
const lifecycle = new Lifecycle();
const fail = (error: unknown): never => {
  log.error({ err: error }, 'The process cannot go on');
  process.exit(1);
};

const database = createPostgresDatabase({ url, poolSize: 2, statementTimeoutMs });
lifecycle.onStop('database', () => database.close());
const source = await openEmbeddedLog({ dir, shards, onCorruption: fail, onReleaseError: fail });
lifecycle.onStop('queue', () => source.close());
const data: IngestionWorkerData = {
  url,
  queue,
  owner,
  leaseMs,
  profile,
  statementTimeoutMs,
  dir,
  signal: source.signal,
};
const entry = new URL('./ingestion-worker.mjs', import.meta.url);
const pool = new WorkerPool(
  { workers, autoscale: null },
  { launch: () => ({ entry, data }), logDestination: process.stderr, log, onFailure: fail, onLive: () => undefined },
);
await pool.start();
lifecycle.onStop('workers', () => pool.stop(), 30_000);
const members = createIngestionMembers(database, { queue });
const sharing = new ShardSharing({ owner, shards, leaseMs }, { members, log, assign: (mine) => pool.assign(mine) });
sharing.start();
lifecycle.onStop('sharing', () => sharing.stop(), 30_000);

process.once('SIGTERM', async () => {
  const failures = await lifecycle.stop();
  for (const { name, error } of failures) log.error({ err: error, name }, 'A part could not be stopped');
  process.exitCode = failures.length === 0 ? 0 : 1;
});
process.stdout.write('ready\n');
