import { peekEnvelope } from '@hawser/contracts/streams';
import type { AccountId, AgentId } from '@hawser/core';
import type { EntryId, QueueEntry } from '@hawser/queue';
import type { IntakeReader, ReceivedLedger } from '../deps.ts';
import { Tallies } from './tallies.ts';

/** An append under way, in the order in which appends were begun. */
export interface PendingEntry {
  readonly accountId: AccountId;
  readonly agentId: AgentId;
  readonly receivedAt: number;
  state: 'appending' | 'appended' | 'failed';
  id: EntryId | null;
}

export interface ShardCounterLimits {
  readonly maxTallies: number;
  readonly maxHeldEntries: number;
  readonly readEntries: number;
  readonly readBytes: number;
}

export const COUNTER_LIMITS: ShardCounterLimits = Object.freeze({
  maxTallies: 100_000,
  maxHeldEntries: 100_000,
  readEntries: 5_000,
  readBytes: 8 * 1024 * 1024,
});

export interface ShardCounterDeps {
  /** Reads what was appended but not counted before a crash. Not the reader that ingestion uses. */
  readonly reader: IntakeReader;
  readonly intakeLedger: ReceivedLedger;
  /** Told about entries that cannot be read, and so belong to nobody. */
  readonly onUnreadable: (id: EntryId, error: unknown) => void;
  /**
   * The reader shows entries some time after they were appended: those of a journal when they are in Redis. Then appends
   * are not counted as they are made, but read back.
   */
  readonly countsReadBack?: boolean;
}

/**
 * Counts the messages of one shard into the ledger, each exactly once, whatever crashes.
 *
 * Counts and the id of the last entry counted are written in one transaction. While all is well entries are counted as
 * they are appended (`current`). After a start, and whenever it is not known for sure what was written (`behind`), what
 * is in memory is thrown away, and the entries after the written id are read back from the queue (`catching-up`).
 */
export class ShardCounter {
  readonly #shard: number;
  readonly #deps: ShardCounterDeps;
  readonly #limits: ShardCounterLimits;
  #mode: 'behind' | 'catching-up' | 'current' = 'behind';
  /** Appends in the order of their calls, which is the order of their ids. */
  #pending: PendingEntry[] = [];
  /** Where the first append that has not ended is in `pending`. */
  #firstOpen = 0;
  /** Entries that were appended while catching up; some of them were read back as well. */
  #held: PendingEntry[] = [];
  #tallies = new Tallies();
  /** Last entry in `tallies`. */
  #upTo: EntryId | null = null;
  /** Last entry that was read back; entries up to it are counted. */
  #caughtUpTo: EntryId | null = null;

  constructor(shard: number, deps: ShardCounterDeps, limits: ShardCounterLimits = COUNTER_LIMITS) {
    this.#shard = shard;
    this.#deps = deps;
    this.#limits = limits;
  }

  /** True when nothing is under way and nothing waits to be written. */
  get idle(): boolean {
    return this.#mode === 'current' && this.#pending.length === this.#firstOpen && this.#upTo === null;
  }

  /** Notes an append that is about to be made; call `appended` or `failed` when it has ended. */
  begin(accountId: AccountId, agentId: AgentId, receivedAt: number): PendingEntry {
    const entry: PendingEntry = { accountId, agentId, receivedAt, state: 'appending', id: null };
    if (this.#deps.countsReadBack !== true) this.#pending.push(entry);
    return entry;
  }

  appended(entry: PendingEntry, id: EntryId): void {
    entry.id = id;
    entry.state = 'appended';
    this.#takeSettled();
  }

  failed(entry: PendingEntry): void {
    entry.state = 'failed';
    this.#takeSettled();
  }

  /**
   * Writes what was counted, or catches up by reading the queue.
   *
   * @throws Error when the database or the queue cannot be used; nothing is lost, the next call catches up
   */
  async flush(): Promise<void> {
    if (this.#mode === 'current' && this.#deps.countsReadBack !== true) await this.#writeTallies();
    else await this.catchUp();
  }

  /**
   * Reads the queue from the written id to the end and counts what is there. Besides after a failure this is of use in
   * a quiet shard: it moves the written id past entries that others appended, which are not counted.
   */
  async catchUp(): Promise<void> {
    this.#forgetCounts();
    this.#mode = 'catching-up';
    try {
      const last = await this.#countQueue();
      // Too much came meanwhile: what was held is gone, and is read back next time.
      if (this.#mode !== 'catching-up') return;
      this.#resume(last);
    } catch (error) {
      this.#fallBehind();
      throw error;
    }
  }

  async #writeTallies(): Promise<void> {
    const upTo = this.#upTo;
    if (upTo === null) return;
    const counted = this.#tallies.list();
    this.#tallies = new Tallies();
    this.#upTo = null;
    try {
      await this.#deps.intakeLedger.add(this.#shard, upTo, counted);
    } catch (error) {
      // The commit may or may not have been made: only the database knows.
      this.#fallBehind();
      throw error;
    }
  }

  async #countQueue(): Promise<EntryId | null> {
    let cursor = await this.#deps.intakeLedger.cursor(this.#shard);
    for (;;) {
      const entries = await this.#deps.reader.read(this.#shard, cursor, {
        maxEntries: this.#limits.readEntries,
        maxBytes: this.#limits.readBytes,
        waitMs: 0,
      });
      const last = entries.at(-1);
      if (last === undefined) return cursor;
      await this.#deps.intakeLedger.add(this.#shard, last.id, this.#tally(entries).list());
      cursor = last.id;
    }
  }

  #tally(entries: readonly QueueEntry[]): Tallies {
    const tallies = new Tallies();
    for (const { id, record } of entries) {
      try {
        const { account, agent, receivedAt, isReplay } = peekEnvelope(record);
        if (!isReplay) tallies.add(account, agent, receivedAt);
      } catch (error) {
        this.#deps.onUnreadable(id, error);
      }
    }
    return tallies;
  }

  #resume(last: EntryId | null): void {
    const held = this.#held;
    this.#held = [];
    this.#caughtUpTo = last;
    this.#mode = 'current';
    for (const entry of held) this.#count(entry);
  }

  /** Only a prefix without gaps is counted: the written id must never pass an append whose id is not known yet. */
  #takeSettled(): void {
    for (;;) {
      const entry = this.#pending[this.#firstOpen];
      if (entry === undefined || entry.state === 'appending') break;
      this.#firstOpen++;
      if (entry.state === 'appended') this.#count(entry);
    }
    this.#dropSettled();
  }

  /** Cuts the settled part off only when it is the larger one, so that the cost per entry stays constant. */
  #dropSettled(): void {
    if (this.#firstOpen * 2 < this.#pending.length) return;
    this.#pending.splice(0, this.#firstOpen);
    this.#firstOpen = 0;
  }

  #count(entry: PendingEntry): void {
    if (this.#mode === 'behind') return;
    if (this.#mode === 'catching-up') this.#hold(entry);
    else if (entry.id !== null && this.#isNew(entry.id)) this.#addToTallies(entry, entry.id);
  }

  #isNew(id: EntryId): boolean {
    return this.#caughtUpTo === null || this.#deps.reader.compare(id, this.#caughtUpTo) > 0;
  }

  #addToTallies(entry: PendingEntry, id: EntryId): void {
    this.#tallies.add(entry.accountId, entry.agentId, entry.receivedAt);
    if (this.#upTo === null || this.#deps.reader.compare(id, this.#upTo) > 0) this.#upTo = id;
    if (this.#tallies.size > this.#limits.maxTallies) this.#fallBehind();
  }

  #hold(entry: PendingEntry): void {
    this.#held.push(entry);
    if (this.#held.length > this.#limits.maxHeldEntries) this.#fallBehind();
  }

  #fallBehind(): void {
    this.#forgetCounts();
    this.#mode = 'behind';
  }

  #forgetCounts(): void {
    this.#held = [];
    this.#tallies = new Tallies();
    this.#upTo = null;
  }
}
