import { Counter, Gauge, Histogram, type Metrics } from '@hawser/platform';
import type { CommitBatch } from '@hawser/storage';
import type { JudgedMessage, Verdict } from './pipeline/message.ts';

export const STAGES = ['decode', 'judge', 'resolve', 'build', 'commit', 'announce'] as const;
export type Stage = (typeof STAGES)[number];

/** What became of messages, as the counter labels it. */
const MESSAGE_OUTCOMES = ['stored', 'partial', 'duplicate', 'rejected', 'replayed', 'dropped', 'redelivered'] as const;
type MessageOutcome = (typeof MESSAGE_OUTCOMES)[number];

export interface IngestionTotals {
  messagesStored: number;
  messagesDuplicate: number;
  messagesRejected: number;
  readingsStored: number;
  /** Time that batches spent in the database's transactions, and in all stages together, in seconds. */
  commitSeconds: number;
  busySeconds: number;
}

/** The role's Prometheus metrics. */
export class IngestionMetrics {
  readonly totals: IngestionTotals = {
    messagesStored: 0,
    messagesDuplicate: 0,
    messagesRejected: 0,
    readingsStored: 0,
    commitSeconds: 0,
    busySeconds: 0,
  };
  readonly #messages: Counter<'outcome'>;
  readonly #readings: Counter<'outcome'>;
  readonly #retries: Counter;
  readonly #rows: Histogram;
  readonly #stages: Histogram<'stage'>;

  /** @param oldestAgeMs - age of the oldest message that was read and is not stored yet, 0 when there is none */
  constructor(metrics: Metrics, oldestAgeMs: () => number) {
    const registers = [metrics];
    this.#messages = new Counter({
      name: 'hawser_ingestion_messages_total',
      help: 'Messages taken from the queue, by what became of them',
      labelNames: ['outcome'],
      registers,
    });
    for (const outcome of MESSAGE_OUTCOMES) this.#messages.inc({ outcome }, 0);
    this.#readings = new Counter({
      name: 'hawser_ingestion_readings_total',
      help: 'Readings of those messages, by what became of them',
      labelNames: ['outcome'],
      registers,
    });
    for (const outcome of ['stored', 'duplicate', 'rejected']) this.#readings.inc({ outcome }, 0);
    this.#retries = new Counter({
      name: 'hawser_ingestion_retries_total',
      help: 'Tries that failed and were or will be repeated',
      registers,
    });
    this.#rows = new Histogram({
      name: 'hawser_ingestion_batch_readings',
      help: 'Readings stored by one transaction',
      buckets: [1, 10, 100, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000],
      registers,
    });
    this.#stages = new Histogram({
      name: 'hawser_ingestion_stage_seconds',
      help: 'Time that one batch spends in a stage',
      labelNames: ['stage'],
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    });
    new Gauge({
      name: 'hawser_ingestion_oldest_message_age_seconds',
      help: 'Age of the oldest message that was read and is not stored yet',
      registers,
      collect() {
        this.set(oldestAgeMs() / 1000);
      },
    });
  }

  /** Runs one stage and notes how long it took. */
  async timed<Result>(stage: Stage, work: () => Promise<Result> | Result): Promise<Result> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.spent(stage, (performance.now() - start) / 1000);
    }
  }

  /** Notes time that a stage took, in seconds. */
  spent(stage: Stage, seconds: number): void {
    this.#stages.observe({ stage }, seconds);
    this.totals.busySeconds += seconds;
    if (stage === 'commit') this.totals.commitSeconds += seconds;
  }

  retried(): void {
    this.#retries.inc();
  }

  /** Notes an entry that was stored before, or is about to be. */
  redelivered(): void {
    this.#messages.inc({ outcome: 'redelivered' });
  }

  committed(messages: readonly JudgedMessage[], batch: CommitBatch): void {
    for (const [outcome, count] of countOutcomes(messages)) this.#messages.inc({ outcome }, count);
    this.#rows.observe(batch.readings.length);
    for (const { messages: m, readings: r } of batch.ledger) {
      this.totals.messagesStored += m.stored;
      this.totals.messagesDuplicate += m.duplicate;
      this.totals.messagesRejected += m.rejected;
      this.totals.readingsStored += r.stored;
      this.#readings.inc({ outcome: 'stored' }, r.stored);
      this.#readings.inc({ outcome: 'duplicate' }, r.duplicate);
      // A replay takes rejects back; a counter only ever grows.
      this.#readings.inc({ outcome: 'rejected' }, Math.max(0, r.rejected));
    }
  }
}

function countOutcomes(messages: readonly JudgedMessage[]): Map<MessageOutcome, number> {
  const counts = new Map<MessageOutcome, number>();
  for (const { verdict } of messages) {
    const outcome = outcomeOf(verdict);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
}

function outcomeOf(verdict: Verdict): MessageOutcome {
  switch (verdict.kind) {
    case 'store':
      return verdict.refused.length === 0 ? 'stored' : 'partial';
    case 'duplicate':
      return 'duplicate';
    case 'reject':
      return 'rejected';
    case 'replay':
      return 'replayed';
    case 'drop':
      return 'dropped';
  }
}
