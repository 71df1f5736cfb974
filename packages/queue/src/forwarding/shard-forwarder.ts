import { Backoff, type Logger } from '@hawser/platform';
import type { EntryId } from '../port.ts';
import type { PositionedRecord } from '../redis-streams/entry-codec.ts';
import type { StreamWriter } from '../redis-streams/stream-writer.ts';

/** Where a forwarder takes entries from. */
export interface ForwardSource {
  /** UUID that, with an entry's position, identifies it for ever. */
  readonly journal: string;
  /**
   * Entries above a position, in order; waits a while for a first one, unless `signal` aborts. None make the forwarder
   * look at the stream again. Reads never overlap.
   */
  read(after: number, bounds: BatchBounds, signal: AbortSignal): Promise<readonly PositionedRecord[]>;
  /** Entries up to this position need not be in the stream: they are stored, or were confirmed and are not kept. */
  settledUpTo(): Promise<number>;
  /** Told about entries that are in the stream now. */
  forwarded(records: readonly PositionedRecord[], ids: readonly EntryId[]): void;
  /** Told that the stream has, or had, everything up to a position: of some of it that was not known. */
  found(upTo: number): Promise<void>;
}

export interface BatchBounds {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** Whether the Redis that is connected may be used. */
export interface RedisCheck {
  /** It has not been looked at over this connection. */
  readonly isDue: boolean;
  /** @throws Error when it may not be used, or cannot be asked */
  run(): Promise<void>;
}

export interface ForwarderDeps {
  readonly shard: number;
  readonly source: ForwardSource;
  readonly writer: StreamWriter;
  /**
   * Tells the database that the stream of a shard lost entries or is new, before anything is appended to it: what was
   * read from it before must not be committed any more.
   *
   * @returns the highest id that the database knows of the shard
   */
  readonly newGeneration: (shard: number) => Promise<EntryId | null>;
  /** Looked at before every batch. */
  readonly redisCheck?: RedisCheck;
  /** Told when batches begin to wait, and when they go on. */
  readonly onBlocked: (blocked: boolean) => void;
  readonly log: Logger;
}

const BOUNDS: BatchBounds = Object.freeze({ maxEntries: 1_000, maxBytes: 1024 * 1024 });
const FAILURE_PAUSE = { firstMs: 50, maxMs: 2_000 };
const REFUSAL_PAUSE = { firstMs: 10, maxMs: 250 };
/** Before every position. */
const NOTHING = 0;

/**
 * Moves the entries of one shard into its stream, strictly in order, one batch at a time. Where it stands is written in
 * Redis itself, in the same step as the entries: a batch whose outcome was never learned is neither lost nor doubled,
 * and a Redis that came back empty or lost its newest entries is noticed by that. Then everything that the database has
 * not stored is sent again.
 */
export class ShardForwarder {
  readonly #deps: ForwarderDeps;
  readonly #stop = new AbortController();
  readonly #failures = new Backoff(FAILURE_PAUSE);
  readonly #refusals = new Backoff(REFUSAL_PAUSE);
  #running: Promise<void> = Promise.resolve();
  #blockedSince: number | null = null;
  /** What stands in Redis as the journal's cursor. */
  #cursor: number | null = null;
  /** Highest position that Redis ever confirmed to this process, and the id it had. */
  #confirmed = NOTHING;
  #lastId: EntryId | null = null;
  #waiting: PositionedRecord | null = null;

  constructor(deps: ForwarderDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Ends after the batch under way; its outcome may stay unknown. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** True while Redis takes no batch, for whatever reason. */
  get blocked(): boolean {
    return this.#blockedSince !== null;
  }

  /** For how long Redis has taken no batch, in milliseconds; 0 while it does. */
  get blockedMs(): number {
    return this.#blockedSince === null ? 0 : performance.now() - this.#blockedSince;
  }

  /** The oldest entry of the batch that is being sent, or that was when Redis stopped to take them. */
  get waiting(): PositionedRecord | null {
    return this.#waiting;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#forwardFrom(await this.#findPlace());
      } catch (error) {
        if (signal.aborted) return;
        this.#setBlocked(true, error);
        await this.#failures.wait(signal);
      }
    }
  }

  /**
   * Asks Redis how far the stream is, and repairs it if it is missing or has lost entries.
   *
   * @returns the position to go on after
   */
  async #findPlace(): Promise<number> {
    const { writer, source, shard } = this.#deps;
    await this.#checkRedis();
    const { exists, cursor } = await writer.standing(shard, source.journal);
    this.#cursor = cursor;
    if (exists && cursor !== null && cursor >= this.#confirmed) {
      // After a fail-over to a server whose clock is behind, ids could fall back.
      if (this.#lastId !== null) await writer.prepare(shard, this.#lastId);
      if (cursor > this.#confirmed) await source.found(cursor);
      if (this.#waiting !== null && this.#waiting.position <= cursor) this.#waiting = null;
      this.#confirmed = cursor;
      return cursor;
    }
    if (!exists || cursor !== null || this.#confirmed > NOTHING) await this.#beginGeneration();
    const settled = await source.settledUpTo();
    return Math.max(settled, this.#cursor ?? NOTHING);
  }

  async #beginGeneration(): Promise<void> {
    const { writer, source, shard, newGeneration, log } = this.#deps;
    const lastKnown = await newGeneration(shard);
    await writer.prepare(shard, lastKnown);
    this.#cursor = (await writer.standing(shard, source.journal)).cursor;
    this.#confirmed = this.#cursor ?? NOTHING;
    this.#lastId = null;
    log.warn({ shard, lastKnown }, 'The stream of a shard is new or lost entries; what is not stored is sent again');
  }

  /** Sends batch after batch; returns when the stream is not as expected, when nothing comes for a while, or on stop. */
  async #forwardFrom(position: number): Promise<void> {
    const { signal: stopping } = this.#stop;
    // Not `AbortSignal.any`: Node 20 keeps something of each one for as long as the signal of the stop is there.
    const reading = new AbortController();
    const { signal } = reading;
    const onStop = (): void => reading.abort();
    stopping.addEventListener('abort', onStop);
    if (stopping.aborted) onStop();
    let next = this.#read(position, signal);
    try {
      while (!stopping.aborted) {
        const batch = await next;
        const last = batch.at(-1);
        if (last === undefined) {
          // Redis can be asked, and nothing waits for it.
          if (!stopping.aborted) this.#setBlocked(false);
          return;
        }
        // With a backlog the next batch is read meanwhile; without, entries gather for it.
        const ahead = isFull(batch) ? this.#read(last.position, signal) : null;
        if (ahead !== null) next = ahead;
        if (!(await this.#send(batch, last))) return;
        if (ahead === null) next = this.#read(last.position, signal);
      }
    } finally {
      stopping.removeEventListener('abort', onStop);
      reading.abort();
      await next.catch(() => undefined); // its failure is met where it is awaited, or the place is looked for anew
    }
  }

  #read(after: number, signal: AbortSignal): Promise<readonly PositionedRecord[]> {
    const next = this.#deps.source.read(after, BOUNDS, signal);
    next.catch(() => undefined);
    return next;
  }

  /** @returns false when the stream is not as expected, or on stop */
  async #send(batch: readonly PositionedRecord[], last: PositionedRecord): Promise<boolean> {
    this.#waiting = batch[0] ?? null;
    for (;;) {
      const outcome = await this.#append(batch);
      if (outcome.kind === 'appended') {
        this.#cursor = this.#confirmed = last.position;
        this.#lastId = outcome.ids.at(-1) ?? this.#lastId;
        this.#waiting = null;
        this.#deps.source.forwarded(batch, outcome.ids);
        this.#setBlocked(false);
        return true;
      }
      if (outcome.kind !== 'full' && outcome.kind !== 'refused') return false;
      this.#setBlocked(true, outcome.kind === 'full' ? { waiting: outcome.length } : outcome.error);
      await this.#refusals.wait(this.#stop.signal);
      if (this.#stop.signal.aborted) return false;
    }
  }

  /** An error that Redis itself answered leaves nothing behind; the same batch may simply be sent again. */
  async #append(records: readonly PositionedRecord[]) {
    const { source, writer, shard } = this.#deps;
    await this.#checkRedis();
    try {
      return await writer.append(shard, { journal: source.journal, after: this.#cursor, records });
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ReplyError') throw error;
      return { kind: 'refused', error } as const;
    }
  }

  async #checkRedis(): Promise<void> {
    const { redisCheck } = this.#deps;
    if (redisCheck?.isDue === true) await redisCheck.run();
  }

  #setBlocked(blocked: boolean, reason?: unknown): void {
    if (!blocked) {
      this.#failures.reset();
      this.#refusals.reset();
    }
    if (this.blocked === blocked) return;
    this.#blockedSince = blocked ? performance.now() : null;
    const { shard, log, onBlocked } = this.#deps;
    if (blocked) log.warn({ shard, reason: describe(reason) }, 'Redis takes no messages of a shard; they wait');
    else log.info({ shard }, 'Redis takes the messages of a shard again');
    onBlocked(blocked);
  }
}

function isFull(batch: readonly PositionedRecord[]): boolean {
  if (batch.length >= BOUNDS.maxEntries) return true;
  const bytes = batch.reduce((sum, { record }) => sum + record.length, 0);
  return bytes * 2 >= BOUNDS.maxBytes;
}

function describe(reason: unknown): unknown {
  return reason instanceof Error ? reason.message : reason;
}
