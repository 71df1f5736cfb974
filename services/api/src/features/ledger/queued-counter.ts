import { EnvelopeError, type EnvelopePeek, peekEnvelope } from '@hawser/contracts/streams';
import { type AccountId, type AgentId, Problem } from '@hawser/core';
import type { EntryId, EntryOrigin, QueueEntry, QueueReader } from '@hawser/queue';
import { SeenPositions } from './seen-positions.ts';
import type { ShardStanding } from './shard-standing.ts';

export type LedgerReader = Pick<QueueReader, 'read' | 'compare'>;

const MAX_ENTRIES_PER_READ = 5_000;
const MAX_BYTES_PER_READ = 4 * 1024 * 1024;
/** About 60 MB while they are counted; more than this waiting means an outage of many minutes. */
export const MAX_COUNTED_ENTRIES = 500_000;

interface SeenEntry {
  readonly id: EntryId;
  readonly origin: EntryOrigin | null;
  readonly agent: AgentId;
}

/** Which messages count: those of one account that were received in the span. */
export interface Counted {
  readonly account: AccountId;
  readonly from: number;
  readonly to: number;
}

/** Numbers of messages by agent. */
export interface Between {
  /** Counted as received, not stored yet. */
  readonly queued: Map<AgentId, number>;
  /** Stored already, not counted as received yet. */
  readonly uncounted: Map<AgentId, number>;
}

/**
 * Remembers which entries of one shard lie in the queue, read forward as they come. What it has read it never has to
 * read again, so that entries released meanwhile are no problem.
 */
export class ShardAudit {
  readonly seen = new SeenPositions();
  readonly #reader: LedgerReader;
  readonly #shard: number;
  readonly #counted: Counted;
  readonly #maxEntries: number;
  readonly #entries: SeenEntry[] = [];
  readonly #start: ShardStanding;
  #position: EntryId | null;
  #read = 0;

  /** @param start - how far the shard is at the start: what is both counted and stored by then cannot matter */
  constructor(
    reader: LedgerReader,
    shard: number,
    start: ShardStanding,
    counted: Counted,
    maxEntries = MAX_COUNTED_ENTRIES,
  ) {
    this.#reader = reader;
    this.#shard = shard;
    this.#counted = counted;
    this.#start = start;
    this.#position = placeBefore(start, reader);
    this.#maxEntries = maxEntries;
  }

  /**
   * Reads on to the end of the shard.
   *
   * @throws Problem `unavailable` when more is queued than can be counted, or the queue cannot be read
   */
  async readOn(): Promise<void> {
    for (;;) {
      const entries = await this.#readNext();
      for (const entry of entries) this.#note(entry);
      if (entries.length === 0) return;
      this.#read += entries.length;
      if (this.#read > this.#maxEntries) throw tooMuchQueued();
    }
  }

  /** Tells whether everything was read up to both positions of the queue itself. */
  covers({ own }: ShardStanding): boolean {
    return own === null || (this.#hasReadTo(own.offset) && this.#hasReadTo(own.intake));
  }

  /** Adds the entries that are counted and not stored, and the other way round. */
  count(standing: ShardStanding, between: Between): void {
    for (const entry of this.#entries) {
      const counts = this.#between(entry, standing);
      if (counts !== null) increment(between[counts], entry.agent);
    }
  }

  async #readNext(): Promise<QueueEntry[]> {
    const options = { maxEntries: MAX_ENTRIES_PER_READ, maxBytes: MAX_BYTES_PER_READ, waitMs: 0 };
    try {
      return await this.#reader.read(this.#shard, this.#position, options);
    } catch (cause) {
      throw new Problem('unavailable', 'The queue cannot be read now.', { retryAfterSeconds: 5, cause });
    }
  }

  #hasReadTo(place: EntryId | null): boolean {
    if (place === null) return true;
    // Of a queue that was read from its beginning nothing is left up to where it was stored, if nothing was there.
    const position = this.#position ?? this.#start.offset;
    return position !== null && this.#reader.compare(place, position) <= 0;
  }

  #between({ id, origin }: SeenEntry, { own, journals }: ShardStanding): keyof Between | null {
    if (origin === null)
      return own === null ? null : side(this.#isWithin(id, own.intake), this.#isWithin(id, own.offset));
    const journal = journals.get(origin.journal);
    if (journal === undefined) return null;
    return side(origin.position <= journal.counted, origin.position <= journal.stored);
  }

  #isWithin(id: EntryId, upTo: EntryId | null): boolean {
    return upTo !== null && this.#reader.compare(id, upTo) <= 0;
  }

  #note({ id, origin, record }: QueueEntry): void {
    this.#position = id;
    if (origin !== undefined && !this.seen.add(origin)) return;
    const peek = peekOrNull(record);
    if (peek === null || !isCounted(peek, this.#counted)) return;
    this.#entries.push({ id, origin: origin ?? null, agent: peek.agent });
  }
}

/**
 * The place to read from. Where the first entry lies that a journal has not counted only the queue knows; it keeps every
 * such entry, so it is read from its beginning.
 */
function placeBefore({ offset, own, journals }: ShardStanding, reader: LedgerReader): EntryId | null {
  for (const { stored, counted } of journals.values()) if (stored > counted) return null;
  if (own === null) return offset;
  if (own.offset === null || own.intake === null) return null;
  return reader.compare(own.offset, own.intake) <= 0 ? own.offset : own.intake;
}

function side(isCounted: boolean, isStored: boolean): keyof Between | null {
  if (isCounted === isStored) return null;
  return isCounted ? 'queued' : 'uncounted';
}

function increment(counts: Map<AgentId, number>, agent: AgentId): void {
  counts.set(agent, (counts.get(agent) ?? 0) + 1);
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
