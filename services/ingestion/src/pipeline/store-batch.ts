import type { LiveSink } from '@hawser/contracts/streams';
import type { Clock, DecodeOutcome } from '@hawser/core';
import type { Logger } from '@hawser/platform';
import type { EntryId } from '@hawser/queue';
import type {
  AccountPolicies,
  CommitBatch,
  IngestStore,
  JournalPosition,
  SeriesRepository,
  SqlError,
} from '@hawser/storage';
import type { SequenceCache } from '../caches/sequence-cache.ts';
import type { SeriesCache } from '../caches/series-cache.ts';
import { isDataError, isStaleEpoch, isVanishedAgent } from '../failures.ts';
import type { IngestionMetrics } from '../ingestion-metrics.ts';
import { retryForEver } from '../retry.ts';
import { announce } from './announce.ts';
import { buildCommit } from './build-commit.ts';
import type { Deduplicator } from './deduplicate.ts';
import { judge } from './judge.ts';
import type { JudgedMessage, ReceivedMessage } from './message.ts';
import { resolveSeries } from './resolve-series.ts';

export interface StoreDeps {
  readonly store: IngestStore;
  readonly series: Pick<SeriesRepository, 'resolve'>;
  readonly policies: Pick<AccountPolicies, 'read'>;
  readonly sequences: SequenceCache;
  readonly seriesCache: SeriesCache;
  readonly live: LiveSink;
  readonly metrics: IngestionMetrics;
  readonly log: Logger;
  readonly clock: Clock;
}

/** The right to store, and how long to go on trying. */
export interface StoreTurn {
  readonly shard: number;
  readonly epoch: number;
  readonly signal: AbortSignal;
  /** Called after each commit. */
  readonly onStored: (offset: EntryId, positions: readonly JournalPosition[]) => void;
}

interface Plan {
  readonly messages: readonly JudgedMessage[];
  readonly dedup: Deduplicator;
  readonly batch: CommitBatch;
}

/**
 * The second half of the pipeline, steps 8 to 11 of `docs/flows/reading.md`: from decoded messages to a commit and its
 * announcement.
 */
export class BatchStore {
  readonly #deps: StoreDeps;

  constructor(deps: StoreDeps) {
    this.#deps = deps;
  }

  /**
   * Stores messages and moves the shard's offset to `offset`. When the database refuses the data, the batch is halved
   * until the message is alone that it refuses: that one becomes a dead letter, the others are stored.
   *
   * @throws StaleEpochError when the shard belongs to somebody else, or the last error when `signal` is aborted
   */
  async store(messages: readonly ReceivedMessage[], offset: EntryId, turn: StoreTurn): Promise<void> {
    try {
      await this.#storeWhole(messages, offset, turn);
    } catch (error) {
      const [first, ...others] = messages;
      if (!isDataError(error) || first === undefined) throw error;
      if (others.length > 0) return await this.#storeHalves(messages, offset, turn);
      this.#deps.log.error({ err: error, entry: first.entry }, 'The database refused a message');
      await this.#storeWhole([refusedByDatabase(first, error)], offset, turn);
    }
  }

  async #storeHalves(messages: readonly ReceivedMessage[], offset: EntryId, turn: StoreTurn): Promise<void> {
    const half = Math.ceil(messages.length / 2);
    const front = messages.slice(0, half);
    await this.store(front, front.at(-1)?.entry ?? offset, turn);
    await this.store(messages.slice(half), offset, turn);
  }

  async #storeWhole(messages: readonly ReceivedMessage[], offset: EntryId, turn: StoreTurn): Promise<void> {
    const { metrics, store, sequences, live } = this.#deps;
    const plan = await this.#retry(turn, isUnexpectedDataError, () => this.#plan(messages, offset, turn));
    // After an error it may not be known whether the transaction took place. The very same batch is tried again: the
    // store recognises its offset.
    await this.#retry(turn, isDataError, () => metrics.timed('commit', () => store.commit(plan.batch)));
    plan.dedup.confirm(sequences);
    metrics.committed(plan.messages, plan.batch);
    turn.onStored(offset, plan.batch.positions);
    await metrics.timed('announce', () => announce(plan.messages, plan.batch.ledger, live));
  }

  async #plan(messages: readonly ReceivedMessage[], offset: EntryId, { shard, epoch }: StoreTurn): Promise<Plan> {
    const { metrics, series, seriesCache, clock } = this.#deps;
    const judged = await metrics.timed('judge', () => judge(messages, this.#deps));
    const seriesIds = await metrics.timed('resolve', () => resolveSeries(judged.messages, series, seriesCache));
    const context = { shard, epoch, offset, now: clock() };
    const batch = await metrics.timed('build', () =>
      buildCommit(judged.messages, seriesIds, judged.dedup.marks(), context),
    );
    return { ...judged, batch };
  }

  #retry<Result>(turn: StoreTurn, isData: (error: unknown) => boolean, work: () => Promise<Result>): Promise<Result> {
    const { log, metrics } = this.#deps;
    return retryForEver(work, {
      signal: turn.signal,
      isFinal: (error) => isStaleEpoch(error) || isData(error),
      onRetry: (error, failures) => {
        metrics.retried();
        const level = failures === LOUD_AFTER_FAILURES ? 'error' : 'warn';
        log[level]({ err: error, shard: turn.shard, failures }, 'A batch could not be stored yet and is tried again');
      },
    });
  }
}

/** About half a minute of tries: a restart of the database is over by then, so a person should look. */
const LOUD_AFTER_FAILURES = 12;

function isUnexpectedDataError(error: unknown): boolean {
  return isDataError(error) && !isVanishedAgent(error);
}

/** It should have been refused by the decoder; the original bytes are kept all the same. */
function refusedByDatabase(message: ReceivedMessage, error: SqlError): ReceivedMessage {
  const outcome: DecodeOutcome = {
    kind: 'reject',
    reason: 'invalid-value',
    detail: `the database refused the data: ${error.message}`,
  };
  return { ...message, outcome };
}
