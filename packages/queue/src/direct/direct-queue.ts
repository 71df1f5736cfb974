import { mkdir } from 'node:fs/promises';
import { type FolderLock, lockFolder, repeat } from '@hawser/platform';
import { ShardForwarder } from '../forwarding/shard-forwarder.ts';
import type { JournalStats } from '../journal/config.ts';
import { lastingIdentity } from '../journal/identity.ts';
import { Retention } from '../journal/retention.ts';
import type { EntryId, QueueAppender, QueueReader, ShardDepth } from '../port.ts';
import type { DirectQueueConfig, DirectQueueDeps } from './config.ts';
import { DiskSpool } from './disk-spool.ts';
import { FeedReader, ShardFeed } from './forwarded-feed.ts';
import { ShardSource } from './shard-source.ts';
import { Spiller } from './spiller.ts';
import { findStart } from './start-position.ts';

/** How often the depth of the streams is looked at, in milliseconds. */
const DEPTH_INTERVAL_MS = 500;
const START_PAUSE = { firstMs: 50, maxMs: 2_000 };

/** A queue whose appends are durable when Redis has confirmed them. */
export interface DirectQueue {
  /** UUID that names this process's entries in their origins; kept over restarts. */
  readonly journal: string;
  readonly appender: QueueAppender;
  /** Reads what has been in Redis, by the positions of the journal, for whoever counts it. */
  readonly reader: Omit<QueueReader, 'release'>;
  /** Of the disk spool. */
  stats(): JournalStats;
  /** Nothing of it is needed any more, once everything that `reader` gives is counted. */
  readonly drained: boolean;
  /** Ends after the appends that Redis or the disk takes; what is in the disk spool is sent after the next start. */
  close(): Promise<void>;
}

/**
 * Opens the writing end of streams without a journal: an append resolves when Redis has confirmed it. What Redis does not
 * take goes to the disk spool, in order, and is sent when Redis takes it; without one it waits in memory. What Redis does
 * with a restart is Redis's matter.
 *
 * @throws FolderInUse when another process has the folder
 * @throws Error when the folder cannot be used, or holds more shards than there are
 */
export async function openDirectQueue(config: DirectQueueConfig, deps: DirectQueueDeps): Promise<DirectQueue> {
  await mkdir(config.dir, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(config.dir);
  try {
    const { journal, isNew } = await lastingIdentity(config.dir);
    return new OpenDirectQueue(journal, isNew, deps, await DiskSpool.open(config, deps), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Shard {
  readonly source: ShardSource;
  readonly feed: ShardFeed;
  readonly forwarder: ShardForwarder;
  /** Resolves when it is known at which position to go on. */
  readonly started: Promise<void>;
  isStarted: boolean;
  depth: ShardDepth;
}

class OpenDirectQueue implements DirectQueue, QueueAppender {
  readonly journal: string;
  readonly shards: number;
  readonly appender: QueueAppender = this;
  readonly reader: Omit<QueueReader, 'release'>;
  readonly #deps: DirectQueueDeps;
  readonly #spool: DiskSpool;
  readonly #lock: FolderLock;
  readonly #shards: readonly Shard[];
  readonly #spiller: Spiller;
  readonly #retention: Retention;
  readonly #watching: { stop(): Promise<void> };
  readonly #stop = new AbortController();
  #closed: Promise<void> | null = null;
  #settled: () => void = () => undefined;

  constructor(journal: string, isNew: boolean, deps: DirectQueueDeps, spool: DiskSpool, lock: FolderLock) {
    this.journal = journal;
    this.shards = deps.writer.shards;
    this.#deps = deps;
    this.#spool = spool;
    this.#lock = lock;
    const sources = (): readonly ShardSource[] => this.#shards.map(({ source }) => source);
    this.#spiller = new Spiller({ sources, log: deps.log, onChange: () => this.#settled() });
    this.#shards = Array.from({ length: this.shards }, (_, shard) => this.#openShard(shard, isNew));
    this.reader = new FeedReader(this.#shards.map(({ feed }) => feed));
    this.#retention = this.#createRetention();
    this.#retention.start();
    this.#watching = repeat(
      DEPTH_INTERVAL_MS,
      () => this.#lookAtDepth(),
      (error) => deps.log.debug({ err: error }, 'The depth of the streams could not be looked at'),
    );
  }

  get saturated(): boolean {
    return this.#shards.some((shard) => this.#isStuck(shard));
  }

  async append(shard: number, record: Uint8Array): Promise<EntryId> {
    const state = this.#shards[shard];
    if (state === undefined) throw new RangeError(`There is no shard ${shard} in a queue of ${this.shards}`);
    if (!state.isStarted) await state.started;
    if (this.#closed !== null) throw closedError();
    return state.source.add(record);
  }

  /** As Redis told it half a second ago at most. */
  depth(): ShardDepth {
    const depths = this.#shards.map(({ depth }) => depth);
    return {
      entries: depths.reduce((sum, { entries }) => sum + entries, 0),
      bytes: depths.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  stats(): JournalStats {
    const depths = this.#shards.map(({ source }, shard) => this.#spool.depthAfter(shard, source.settled));
    return {
      spooledEntries: depths.reduce((sum, { entries }) => sum + entries, 0),
      spooledBytes: depths.reduce((sum, { bytes }) => sum + bytes, 0),
      oldestAgeMs: Math.max(0, ...this.#shards.map(({ forwarder }) => this.#age(forwarder))),
      state: this.#state(),
    };
  }

  get drained(): boolean {
    return (
      this.#spool.depth().entries === 0 && this.#shards.every(({ isStarted, source }) => isStarted && source.empty)
    );
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#stop.abort();
    await this.#watching.stop();
    await Promise.resolve();
    while (this.#shards.some((shard) => !shard.source.empty && !this.#isStuck(shard))) {
      await new Promise<void>((resolve) => {
        this.#settled = resolve;
      });
    }
    await Promise.all(this.#shards.map(({ started, forwarder }) => started.then(() => forwarder.stop())));
    await this.#spiller.stop();
    for (const { source } of this.#shards) source.refuse(closedError());
    await this.#retention.stop();
    await this.#spool.close();
    await this.#lock.release();
  }

  /** What waits in memory goes neither to Redis nor to the disk. */
  #isStuck({ source, forwarder, isStarted }: Shard): boolean {
    if (!isStarted) return true;
    return forwarder.blocked && !source.empty && !(this.#spool.isUsed && this.#spiller.flowing);
  }

  #state(): JournalStats['state'] {
    if (this.saturated) return 'full';
    const isSpooling = this.#shards.some(({ source, forwarder }) => forwarder.blocked || source.viaDisk);
    return isSpooling ? 'spooling' : 'flowing';
  }

  #age({ blockedMs, waiting }: ShardForwarder): number {
    if (blockedMs === 0) return 0;
    const receivedAt = waiting === null ? null : this.#deps.receivedAt(waiting.record);
    return receivedAt === null ? blockedMs : this.#deps.clock() - receivedAt;
  }

  #openShard(shard: number, isNew: boolean): Shard {
    const { writer, streams, storedPositions, newGeneration, redisCheck, log } = this.#deps;
    const { journal } = this;
    const onChange = (): void => this.#settled();
    const feed = new ShardFeed({
      ...{ shard, journal, streams },
      onMissing: (of, upTo) => log.warn({ shard: of, upTo }, 'Messages that were lost with Redis cannot be counted'),
    });
    const source = new ShardSource({
      ...{ shard, journal, feed, spool: this.#spool },
      lookUp: (from) => writer.idsOf(shard, journal, from),
      storedUpTo: async () => (await storedPositions(journal)).get(shard) ?? 0,
      onSettled: onChange,
      onSpill: () => this.#spiller.wake(),
    });
    const onBlocked = (blocked: boolean): void => {
      source.setBlocked(blocked);
      onChange();
    };
    const forwarder = new ShardForwarder({
      ...{ shard, source, writer, newGeneration, onBlocked, log },
      ...(redisCheck === undefined ? {} : { redisCheck }),
    });
    const state = { source, feed, forwarder, isStarted: isNew, depth: { entries: 0, bytes: 0 } };
    if (isNew) {
      // Whose name was lost may have left something: it is sent again.
      source.begin(0, this.#spool.lastPosition(shard));
      forwarder.start();
    }
    const started = isNew ? Promise.resolve() : this.#start(shard, state);
    return Object.assign(state, { started });
  }

  /** An earlier run used positions; Redis and the database know up to where. */
  async #start(shard: number, state: Omit<Shard, 'started'>): Promise<void> {
    const { journal } = this;
    const onDisk = this.#spool.lastPosition(shard);
    const found = await findStart({ shard, journal, onDisk, pause: START_PAUSE }, this.#deps, this.#stop.signal);
    if (found === null) return;
    state.source.begin(found.settled, found.last);
    state.forwarder.start();
    state.isStarted = true;
    this.#settled();
  }

  #createRetention(): Retention {
    const { storedPositions, countedPositions, log } = this.#deps;
    const ifNeeded = (ask: typeof storedPositions) => async () =>
      this.#spool.depth().entries === 0 ? new Map<number, number>() : ask(this.journal);
    return new Retention({
      ...{ shards: this.shards, log },
      stored: ifNeeded(storedPositions),
      counted: ifNeeded(countedPositions),
      onKnown: () => undefined,
      release: async (shard, upTo) => {
        await this.#spool.release(shard, upTo);
        this.#spiller.wake();
      },
    });
  }

  async #lookAtDepth(): Promise<void> {
    for (const [shard, state] of this.#shards.entries()) state.depth = await this.#deps.writer.depth(shard);
  }
}

function closedError(): Error {
  return new Error('The queue is closed');
}
