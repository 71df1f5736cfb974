import { type Envelope, type EnvelopePeek, encodeEnvelope } from '@hawser/contracts/streams';
import { shardOf } from '@hawser/queue';
import type { IntakeAppender } from './deps.ts';
import type { ReceivedCounter } from './ledger/received-counter.ts';

/** Buckets for histograms of `onAppended`, in seconds. */
export const APPEND_BUCKETS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];

export interface EnvelopeWriterDeps {
  readonly appender: IntakeAppender;
  readonly counter: ReceivedCounter;
  /** Told how long an append took, in seconds. */
  readonly onAppended: (seconds: number) => void;
}

/** Makes messages durable in the queue and counts them as received: the last step before an acknowledgement. */
export class EnvelopeWriter {
  readonly #deps: EnvelopeWriterDeps;

  constructor(deps: EnvelopeWriterDeps) {
    this.#deps = deps;
  }

  /**
   * Appends one message to the shard of its agent and resolves when it is durable. Appends to one shard keep the order
   * of the calls.
   *
   * @throws Error when the queue refuses it or the envelope cannot be written; nothing was appended then
   */
  async append(envelope: Envelope): Promise<void> {
    await this.appendRecord(envelope, encodeEnvelope(envelope));
  }

  /** As `append`, for a message that was written before. */
  async appendRecord(
    { account, agent, receivedAt }: Pick<EnvelopePeek, 'account' | 'agent' | 'receivedAt'>,
    record: Uint8Array,
  ): Promise<void> {
    const { appender, counter, onAppended } = this.#deps;
    const shard = shardOf(agent, appender.shards);
    const entry = counter.begin(shard, account, agent, receivedAt);
    const started = performance.now();
    try {
      counter.of(shard).appended(entry, await appender.append(shard, record));
    } catch (error) {
      counter.of(shard).failed(entry);
      throw error;
    }
    onAppended((performance.now() - started) / 1000);
  }
}
