import type { Clock } from '@hawser/core';
import type { EntryId, QueueEntry, QueueReader } from '@hawser/queue';
import type { ShardLease } from '@hawser/storage';
import type { BatchProfile } from '../profiles.ts';
import type { MessageBatch, ReceivedMessage } from './message.ts';

/** How long one read waits for a first entry before it looks whether it is still wanted. */
const IDLE_WAIT_MS = 1_000;
const READ_BYTES = 1024 * 1024;
const READ_ENTRIES = 10_000;
/** Payloads are kept until the commit, because any of them may become a dead letter. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;

export interface BatchReaderDeps {
  readonly reader: QueueReader;
  readonly shard: number;
  readonly profile: BatchProfile;
  readonly decode: (entry: QueueEntry) => ReceivedMessage;
  readonly clock: Clock;
  /** Told of an entry that had come before and is passed over. */
  readonly onRedelivered: () => void;
  /** Told how long the decoding of a batch took, in seconds. */
  readonly onDecoded: (seconds: number) => void;
}

interface Draft {
  readonly messages: ReceivedMessage[];
  lastEntry: EntryId | null;
  oldestReceivedAt: number;
  rows: number;
  bytes: number;
  decodeMs: number;
}

/** Reads a shard from its offset on and gathers decoded messages into batches. */
export class BatchReader {
  readonly #deps: BatchReaderDeps;
  #position: EntryId | null;
  /** Read but not yet decoded: what one message decodes to may fill a batch. */
  #backlog: QueueEntry[] = [];
  /** Highest position of each journal that was taken: what comes again at or below it is the same entry. */
  readonly #journals: Map<string, number>;

  /** @param start - how far the shard and the journals are stored */
  constructor(start: Pick<ShardLease, 'offset' | 'positions'>, deps: BatchReaderDeps) {
    this.#position = start.offset;
    this.#journals = new Map(start.positions.map(({ journal, position }) => [journal, position]));
    this.#deps = deps;
  }

  /**
   * Gathers a batch until it is full, or has waited long enough.
   *
   * @returns null when nothing came for a while, or `signal` was aborted before anything came
   */
  async next(signal: AbortSignal): Promise<MessageBatch | null> {
    const draft: Draft = {
      messages: [],
      lastEntry: null,
      oldestReceivedAt: this.#deps.clock(),
      rows: 0,
      bytes: 0,
      decodeMs: 0,
    };
    let end = Number.POSITIVE_INFINITY;
    while (!this.#isFull(draft) && performance.now() < end) {
      if (this.#backlog.length === 0) this.#backlog = await this.#read(this.#waitMs(draft, end), signal);
      if (this.#backlog.length === 0) break;
      if (draft.lastEntry === null) end = performance.now() + this.#deps.profile.lingerMs;
      this.#takeBacklog(draft);
    }
    const { messages, lastEntry, oldestReceivedAt } = draft;
    if (lastEntry === null) return null;
    this.#deps.onDecoded(draft.decodeMs / 1000);
    return { messages, lastEntry, oldestReceivedAt };
  }

  /** Messages that are older than the linger already, because a commit took long, wait for no others. */
  #waitMs(draft: Draft, end: number): number {
    if (draft.lastEntry === null) return IDLE_WAIT_MS;
    const age = this.#deps.clock() - draft.oldestReceivedAt;
    return Math.max(0, Math.min(end - performance.now(), this.#deps.profile.lingerMs - age));
  }

  #read(waitMs: number, signal: AbortSignal): Promise<QueueEntry[]> {
    const options = { maxEntries: READ_ENTRIES, maxBytes: READ_BYTES, waitMs, signal };
    return this.#deps.reader.read(this.#deps.shard, this.#position, options);
  }

  #takeBacklog(draft: Draft): void {
    const start = performance.now();
    let taken = 0;
    for (const entry of this.#backlog) {
      if (this.#isFull(draft)) break;
      this.#take(entry, draft);
      taken++;
    }
    this.#backlog.splice(0, taken);
    draft.decodeMs += performance.now() - start;
  }

  #take(entry: QueueEntry, draft: Draft): void {
    this.#position = entry.id;
    draft.lastEntry = entry.id;
    draft.bytes += entry.record.length;
    if (!this.#isFirst(entry)) {
      this.#deps.onRedelivered();
      return;
    }
    const message = this.#deps.decode(entry);
    draft.messages.push(message);
    draft.rows += message.outcome.kind === 'decoded' ? Math.max(1, message.outcome.readings.length) : 1;
    draft.oldestReceivedAt = Math.min(draft.oldestReceivedAt, message.envelope.receivedAt);
  }

  #isFirst({ origin }: QueueEntry): boolean {
    if (origin === undefined) return true;
    const taken = this.#journals.get(origin.journal);
    if (taken !== undefined && origin.position <= taken) return false;
    this.#journals.set(origin.journal, origin.position);
    return true;
  }

  #isFull({ rows, bytes }: Draft): boolean {
    return rows >= this.#deps.profile.rows || bytes >= MAX_BATCH_BYTES;
  }
}
