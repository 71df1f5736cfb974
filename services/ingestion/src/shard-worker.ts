import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, TelemetryLimits } from '@hawser/core';
import { Backoff, type Logger } from '@hawser/platform';
import type { QueueReader } from '@hawser/queue';
import type { IngestStore, ShardLease } from '@hawser/storage';
import type { SequenceCache } from './caches/sequence-cache.ts';
import { isStaleEpoch } from './failures.ts';
import type { IngestionMetrics } from './ingestion-metrics.ts';
import { createDecoder } from './pipeline/decode.ts';
import type { MessageBatch } from './pipeline/message.ts';
import { BatchReader } from './pipeline/read-batch.ts';
import type { QueueReleaser } from './pipeline/release.ts';
import type { BatchStore, StoreTurn } from './pipeline/store-batch.ts';
import type { BatchProfile } from './profiles.ts';
import { keepLease } from './shard-lease.ts';

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;

export interface ShardWorkerDeps {
  readonly shard: number;
  readonly owner: string;
  readonly leaseMs: number;
  readonly profile: BatchProfile;
  readonly limits: TelemetryLimits;
  readonly reader: QueueReader;
  readonly store: IngestStore;
  readonly batchStore: BatchStore;
  readonly sequences: SequenceCache;
  readonly releaser: QueueReleaser;
  readonly metrics: IngestionMetrics;
  readonly log: Logger;
  readonly clock: Clock;
}

/**
 * Owns one shard: acquires it, stores its messages in order, and acquires it anew when it was lost. Steps 7 to 12 of
 * `docs/flows/reading.md`.
 */
export class ShardWorker {
  readonly #deps: ShardWorkerDeps;
  readonly #stop = new AbortController();
  readonly #backoff = new Backoff({ firstMs: FIRST_PAUSE_MS, maxMs: MAX_PAUSE_MS });
  #running: Promise<void> = Promise.resolve();
  /** When the oldest message came of the batch that is being stored, and of the one that was read ahead. */
  #storing: number | null = null;
  #readAheadFrom: number | null = null;

  constructor(deps: ShardWorkerDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#deps.releaser.start();
    this.#running = this.#run();
  }

  /** Ends after the commit under way; what was only read is read again by the next owner. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#deps.releaser.stop();
  }

  /** Age of the oldest message that was read and is not stored yet, in milliseconds; 0 when there is none. */
  get oldestAgeMs(): number {
    const oldest = this.#storing ?? this.#readAheadFrom;
    return oldest === null ? 0 : Math.max(0, this.#deps.clock() - oldest);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#own();
      } catch (error) {
        if (signal.aborted) return;
        this.#reportLoss(error);
        await this.#backoff.wait(signal);
      }
    }
  }

  #reportLoss(error: unknown): void {
    const { log, shard } = this.#deps;
    if (isStaleEpoch(error)) log.warn({ shard }, 'The shard was taken over by another owner');
    else log.error({ err: error, shard }, 'Ingestion of a shard was interrupted and starts anew');
  }

  async #own(): Promise<void> {
    const { store, shard, owner, leaseMs, sequences, log, releaser } = this.#deps;
    const lease = await store.acquireShard(shard, owner, leaseMs);
    if (lease === null) return this.#awaitTurn();
    log.info({ shard, epoch: lease.epoch, offset: lease.offset }, 'Ingestion owns the shard');
    // Another owner may have gone on from what is cached here.
    sequences.clear();
    if (lease.offset !== null) releaser.stored(lease.offset, lease.positions);
    void releaser.release();
    const lost = new AbortController();
    const endLease = keepLease({ store, shard, epoch: lease.epoch, leaseMs, log, onLost: () => lost.abort() });
    try {
      await this.#ingest(lease, AbortSignal.any([this.#stop.signal, lost.signal]));
    } catch (error) {
      // What could not be stored any more is read again by the next owner, who need not wait for the lease to run out.
      if (!this.#stop.signal.aborted) throw error;
      log.warn({ err: error, shard }, 'A batch was left to the next owner of the shard');
    } finally {
      await endLease();
      this.#storing = null;
      this.#readAheadFrom = null;
    }
    if (!lost.signal.aborted) await store.releaseShard(shard, lease.epoch);
  }

  /** Somebody else owns the shard: looks again several times within a lease. */
  async #awaitTurn(): Promise<void> {
    const { signal } = this.#stop;
    await sleep(this.#deps.leaseMs / 4, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  /** Stores batch after batch; while one is committed, the next is read and decoded. Ends when `signal` is aborted. */
  async #ingest(lease: ShardLease, signal: AbortSignal): Promise<void> {
    const batches = this.#openBatches(lease);
    const ahead = new AbortController();
    const reading = AbortSignal.any([signal, ahead.signal]);
    let next = this.#readAhead(batches, reading);
    try {
      while (!signal.aborted) {
        const batch = await next;
        this.#storing = batch?.oldestReceivedAt ?? null;
        this.#readAheadFrom = null;
        next = this.#readAhead(batches, reading);
        if (batch !== null) await this.#store(batch, lease.epoch, signal);
      }
    } finally {
      // A reader serves one read of a shard at a time: this one must be over before the shard is acquired anew.
      ahead.abort();
      await next.catch(() => undefined);
    }
  }

  #readAhead(batches: BatchReader, signal: AbortSignal): Promise<MessageBatch | null> {
    const next = batches.next(signal);
    next.then(
      (batch) => {
        this.#readAheadFrom = batch?.oldestReceivedAt ?? null;
      },
      // Its failure is met when it is awaited, which may be after a commit that takes long.
      () => undefined,
    );
    return next;
  }

  async #store(batch: MessageBatch, epoch: number, signal: AbortSignal): Promise<void> {
    const { batchStore, shard, releaser } = this.#deps;
    const onStored: StoreTurn['onStored'] = (offset, positions) => releaser.stored(offset, positions);
    await batchStore.store(batch.messages, batch.lastEntry, { shard, epoch, signal, onStored });
    this.#storing = null;
    this.#backoff.reset();
  }

  #openBatches(lease: ShardLease): BatchReader {
    const { reader, shard, profile, limits, clock, log, metrics } = this.#deps;
    const decode = createDecoder({ limits, clock, log });
    const onRedelivered = (): void => metrics.redelivered();
    const onDecoded = (seconds: number): void => metrics.spent('decode', seconds);
    return new BatchReader(lease, { reader, shard, profile, clock, decode, onRedelivered, onDecoded });
  }
}
