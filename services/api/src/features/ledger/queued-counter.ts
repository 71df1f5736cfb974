import { EnvelopeError, type EnvelopePeek, peekEnvelope } from '@hawser/contracts/streams';
import { type AccountId, type AgentId, Problem } from '@hawser/core';
import type { EntryId, QueueReader } from '@hawser/queue';

export type LedgerReader = Pick<QueueReader, 'read' | 'compare'>;

const MAX_ENTRIES_PER_READ = 5_000;
const MAX_BYTES_PER_READ = 4 * 1024 * 1024;
/** About 60 MB while they are counted; more than this waiting means an outage of many minutes. */
export const MAX_COUNTED_ENTRIES = 500_000;

interface SeenEntry {
  readonly id: EntryId;
  readonly agent: AgentId;
}

/** Which messages count: those of one account that were received in the span. */
export interface Counted {
  readonly account: AccountId;
  readonly from: number;
  readonly to: number;
}

/**
 * Remembers which entries of one shard lie in the queue, read forward as they come. What it has read it never has to
 * read again, so that entries released meanwhile are no problem.
 */
export class ShardAudit {
  readonly #reader: LedgerReader;
  readonly #shard: number;
  readonly #counted: Counted;
  readonly #maxEntries: number;
  readonly #seen: SeenEntry[] = [];
  #position: EntryId | null;
  #read = 0;

  /** @param after - the place before the first entry that can matter */
  constructor(
    reader: LedgerReader,
    shard: number,
    after: EntryId | null,
    counted: Counted,
    maxEntries = MAX_COUNTED_ENTRIES,
  ) {
    this.#reader = reader;
    this.#shard = shard;
    this.#counted = counted;
    this.#position = after;
    this.#maxEntries = maxEntries;
  }

  /**
   * Reads on to the end of the shard.
   *
   * @throws Problem `unavailable` when more is queued than can be counted
   */
  async readOn(): Promise<void> {
    const options = { maxEntries: MAX_ENTRIES_PER_READ, maxBytes: MAX_BYTES_PER_READ, waitMs: 0 };
    for (;;) {
      const entries = await this.#reader.read(this.#shard, this.#position, options);
      for (const entry of entries) this.#note(entry.id, entry.record);
      if (entries.length === 0) return;
      this.#read += entries.length;
      if (this.#read > this.#maxEntries) throw tooMuchQueued();
    }
  }

  /** Tells whether everything up to `place` has been read. */
  covers(place: EntryId | null): boolean {
    if (place === null) return true;
    return this.#position !== null && this.#reader.compare(place, this.#position) <= 0;
  }

  /** Adds the number of entries in (after, upTo] to the counts of their agents. */
  count(after: EntryId | null, upTo: EntryId | null, counts: Map<AgentId, number>): void {
    if (upTo === null) return;
    const reader = this.#reader;
    for (const { id, agent } of this.#seen) {
      const within = (after === null || reader.compare(id, after) > 0) && reader.compare(id, upTo) <= 0;
      if (within) counts.set(agent, (counts.get(agent) ?? 0) + 1);
    }
  }

  #note(id: EntryId, record: Uint8Array): void {
    this.#position = id;
    const peek = peekOrNull(record);
    if (peek !== null && isCounted(peek, this.#counted)) this.#seen.push({ id, agent: peek.agent });
  }
}

/** An entry that is no message is counted by nobody until it has become a dead letter. */
function peekOrNull(record: Uint8Array): EnvelopePeek | null {
  try {
    return peekEnvelope(record);
  } catch (error) {
    if (error instanceof EnvelopeError) return null;
    throw error;
  }
}

/** Replays were counted as received when they came first. */
function isCounted({ account, receivedAt, isReplay }: EnvelopePeek, counted: Counted): boolean {
  return !isReplay && account === counted.account && receivedAt >= counted.from && receivedAt < counted.to;
}

function tooMuchQueued(): Problem {
  return new Problem('unavailable', 'Too many messages are queued to count them now.', {
    hint: 'Ask again when ingestion has caught up.',
    retryAfterSeconds: 30,
  });
}
