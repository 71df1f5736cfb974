import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@hawser/platform';
import type { IngestionStats } from '../ingestion-role.ts';
import { type AutoscaleConfig, decideWorkers, isDatabaseBound } from './autoscale.ts';
import { distribute } from './distribute.ts';
import { type WorkerEvents, WorkerHandle, type WorkerLaunch } from './worker-handle.ts';
import type { Interest } from './worker-messages.ts';

const LOOK_INTERVAL_MS = 1_000;
/** A change must have had its effect before the next one is decided. */
const PAUSE_AFTER_MORE_MS = 5_000;
const PAUSE_AFTER_FEWER_MS = 60_000;

const NO_STATS: IngestionStats = {
  messagesStored: 0,
  messagesDuplicate: 0,
  messagesRejected: 0,
  readingsStored: 0,
  commitSeconds: 0,
  busySeconds: 0,
  oldestAgeMs: 0,
};

export interface WorkerPoolConfig {
  /** Worker threads at the start. */
  readonly workers: number;
  /** Null keeps the number as it is. */
  readonly autoscale: AutoscaleConfig | null;
}

export interface WorkerPoolDeps extends WorkerEvents {
  /** Says how to start the next worker thread. */
  readonly launch: () => WorkerLaunch;
  readonly log: Logger;
}

/**
 * Worker threads that ingest the shards of this process, each with connections of its own, so that decoding uses every
 * core. The pool deals the shards out to them, and changes their number with the load.
 */
export class WorkerPool {
  readonly #config: WorkerPoolConfig;
  readonly #deps: WorkerPoolDeps;
  readonly #stop = new AbortController();
  readonly #workers: WorkerHandle[] = [];
  /** What workers that are gone had counted. */
  #past = NO_STATS;
  #interest: Interest = { accounts: [], agents: [] };
  #shards: readonly number[] = [];
  /** Changes are made one after another. */
  #changes: Promise<void> = Promise.resolve();
  #autoscaling: Promise<void> = Promise.resolve();

  constructor(config: WorkerPoolConfig, deps: WorkerPoolDeps) {
    this.#config = config;
    this.#deps = deps;
  }

  /** Number of worker threads. */
  get size(): number {
    return this.#workers.length;
  }

  /** Starts the threads; they work on nothing yet. */
  async start(): Promise<void> {
    await this.resize(this.#config.workers);
    const { autoscale } = this.#config;
    if (autoscale !== null) this.#autoscaling = this.#autoscale(autoscale);
  }

  /** Makes the pool work on exactly these shards; resolves when those it loses are given back. */
  assign(shards: readonly number[]): Promise<void> {
    return this.#change(async () => {
      this.#shards = shards;
      await this.#deal();
    });
  }

  /** Changes the number of worker threads. Shards change hands without being given up in between. */
  resize(workers: number): Promise<void> {
    return this.#change(async () => {
      while (this.#workers.length < workers) await this.#add();
      const surplus = this.#workers.splice(workers);
      await Promise.all(surplus.map((worker) => this.#retire(worker)));
      await this.#deal();
    });
  }

  /** Tells the workers whose readings anybody wants to see live. */
  setInterest(interest: Interest): void {
    this.#interest = interest;
    for (const worker of this.#workers) worker.setInterest(interest);
  }

  /** Totals of all workers since the start. */
  async stats(): Promise<IngestionStats> {
    const stats = await Promise.all(this.#workers.map((worker) => worker.stats()));
    return stats.reduce<IngestionStats>((sum, each) => (each === null ? sum : addStats(sum, each)), this.#past);
  }

  /** The workers' metrics, one list per worker, as prom-client's aggregation takes them. */
  metrics(): Promise<object[][]> {
    return Promise.all(this.#workers.map((worker) => worker.metrics()));
  }

  /** Finishes the batches in flight, gives the shards back and ends the threads. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#autoscaling;
    await this.resize(0);
  }

  #change(work: () => Promise<void>): Promise<void> {
    const change = this.#changes.then(work);
    this.#changes = change.catch(() => undefined);
    return change;
  }

  async #add(): Promise<void> {
    const worker = new WorkerHandle(this.#deps.launch(), this.#deps);
    await worker.ready();
    worker.setInterest(this.#interest);
    this.#workers.push(worker);
  }

  async #retire(worker: WorkerHandle): Promise<void> {
    await worker.assign(new Set());
    const stats = await worker.stats();
    if (stats !== null) this.#past = { ...addStats(this.#past, stats), oldestAgeMs: 0 };
    await worker.stop();
  }

  /** Takes away first and gives afterwards, so that a shard never has two workers. */
  async #deal(): Promise<void> {
    if (this.#workers.length === 0) return;
    const held = this.#workers.map(({ shards }) => shards);
    const dealt = distribute(this.#shards, held);
    await Promise.all(
      this.#workers.map(async (worker, at) => {
        const kept = new Set([...worker.shards].filter((shard) => dealt[at]?.has(shard)));
        if (kept.size < worker.shards.size) await worker.assign(kept);
      }),
    );
    await Promise.all(
      this.#workers.map(async (worker, at) => {
        const wanted = dealt[at] ?? new Set();
        if (wanted.size > worker.shards.size) await worker.assign(wanted);
      }),
    );
  }

  async #autoscale(config: AutoscaleConfig): Promise<void> {
    const { signal } = this.#stop;
    let before = await this.stats();
    let pauseMs = 0;
    while (!signal.aborted) {
      await sleep(Math.max(LOOK_INTERVAL_MS, pauseMs), undefined, { signal }).catch(ignoreAbort);
      if (signal.aborted) return;
      const now = await this.stats();
      pauseMs = await this.#adapt(before, now, config);
      before = now;
    }
  }

  /** @returns how long to wait before the next look, in milliseconds */
  async #adapt(before: IngestionStats, now: IngestionStats, config: AutoscaleConfig): Promise<number> {
    const workers = this.size;
    const spent = {
      commit: now.commitSeconds - before.commitSeconds,
      total: now.busySeconds - before.busySeconds,
    };
    // A worker without a shard would have nothing to do.
    const maxWorkers = Math.max(config.minWorkers, Math.min(config.maxWorkers, this.#shards.length));
    const load = { lagMs: now.oldestAgeMs, workers, databaseBound: isDatabaseBound(spent) };
    const wanted = decideWorkers(load, { ...config, maxWorkers });
    if (wanted === workers) return 0;
    this.#deps.log.info({ ...load, wanted }, 'The number of ingestion workers is changed');
    await this.resize(wanted);
    return wanted > workers ? PAUSE_AFTER_MORE_MS : PAUSE_AFTER_FEWER_MS;
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
}

function addStats(a: IngestionStats, b: IngestionStats): IngestionStats {
  return {
    messagesStored: a.messagesStored + b.messagesStored,
    messagesDuplicate: a.messagesDuplicate + b.messagesDuplicate,
    messagesRejected: a.messagesRejected + b.messagesRejected,
    readingsStored: a.readingsStored + b.readingsStored,
    commitSeconds: a.commitSeconds + b.commitSeconds,
    busySeconds: a.busySeconds + b.busySeconds,
    oldestAgeMs: Math.max(a.oldestAgeMs, b.oldestAgeMs),
  };
}
