import { mkdir } from 'node:fs/promises';
import { type FolderLock, lockFolder } from '@hawser/platform';
import { type EmbeddedLog, openEmbeddedLog } from '../embedded-log/embedded-log.ts';
import { formatEntryId } from '../embedded-log/entry-id.ts';
import { openEmbeddedLogReader } from '../embedded-log/reader.ts';
import type { EmbeddedLogSignal } from '../embedded-log/signal.ts';
import { ShardForwarder } from '../forwarding/shard-forwarder.ts';
import type { EntryId, QueueAppender, QueueReader } from '../port.ts';
import type { StreamWriter } from '../redis-streams/stream-writer.ts';
import type { JournaledQueueConfig, JournaledQueueDeps, JournalStats, Positions } from './config.ts';
import { ForwardedPositions } from './forwarded-positions.ts';
import { journalIdentity } from './identity.ts';
import { JournalSource } from './journal-source.ts';
import { Retention } from './retention.ts';

const MEBIBYTE = 1024 * 1024;
const MAX_SEGMENT_BYTES = 64 * MEBIBYTE;
/** A file is deleted as a whole: many small ones keep what is on the disk near what is needed. */
const SEGMENTS_PER_SHARD = 16;

/** A queue whose appends are durable on the local disk, and whose entries then go to Redis. */
export interface JournaledQueue {
  /** UUID of the journal: names it in the origins of its entries. */
  readonly journal: string;
  readonly appender: QueueAppender;
  /** Reads the journal, but only what has been in Redis: what still waits does not count as received. */
  readonly reader: QueueReader;
  /** For `openEmbeddedLogReader`, to read in another thread what `reader` reads in this one. */
  readonly forwardedSignal: EmbeddedLogSignal;
  stats(): JournalStats;
  /** Everything in it is stored and counted. */
  readonly drained: boolean;
  /** Lets go at once, instead of within a second, of what the database has stored and counted. */
  release(): Promise<void>;
  /** Ends after the appends and batches under way; what waits is forwarded after the next start. */
  close(): Promise<void>;
}

/**
 * Opens the journal in a folder and begins to forward what is in it: from where Redis has its entries, or, when Redis
 * does not know this journal, from the first one that the database has not stored.
 *
 * @throws FolderInUse when another process has the folder
 * @throws Error when the folder cannot be used, or holds more shards than asked for
 */
export async function openJournaledQueue(
  config: JournaledQueueConfig,
  deps: JournaledQueueDeps,
): Promise<JournaledQueue> {
  await mkdir(config.dir, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(config.dir);
  try {
    const journal = await journalIdentity(config.dir);
    const log = await openLog(config, deps, await positionsAtStart(journal, deps));
    return new OpenJournaledQueue(journal, config, deps, log, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * The highest positions that others know. Whoever cannot be asked is left out: the journal is there to bridge outages. Redis
 * may know more than the database, which may not have stored it yet.
 */
async function positionsAtStart(journal: string, deps: JournaledQueueDeps): Promise<Positions> {
  const { storedPositions, countedPositions, writer, log } = deps;
  const asked = [storedPositions(journal), countedPositions(journal), streamCursors(writer, journal)];
  const highest = new Map<number, number>();
  for (const answer of await Promise.allSettled(asked)) {
    if (answer.status === 'rejected') {
      log.warn({ err: answer.reason }, 'The journal opens without the database or without Redis; messages wait in it');
      continue;
    }
    for (const [shard, position] of answer.value) highest.set(shard, Math.max(position, highest.get(shard) ?? 0));
  }
  return highest;
}

async function streamCursors(writer: StreamWriter, journal: string): Promise<Positions> {
  const shards = Array.from({ length: writer.shards }, (_, shard) => shard);
  const standings = await Promise.all(shards.map((shard) => writer.standing(shard, journal)));
  return new Map(standings.map(({ cursor }, shard) => [shard, cursor ?? 0]));
}

function openLog({ dir, shards, maxBytes }: JournaledQueueConfig, deps: JournaledQueueDeps, known: Positions) {
  const segmentBytes = Math.max(MEBIBYTE, Math.min(MAX_SEGMENT_BYTES, maxBytes / (shards * SEGMENTS_PER_SHARD)));
  return openEmbeddedLog({
    dir,
    shards,
    maxBytes,
    segmentBytes,
    // Positions are never given out again, not even if newest files were lost.
    startAfter: Array.from({ length: shards }, (_, shard) => toEntryId(known.get(shard) ?? 0)),
    onCorruption: deps.onCorruption,
    onReleaseError: (error) => deps.log.warn({ err: error }, 'A file of the journal could not be deleted yet'),
  });
}

class OpenJournaledQueue implements JournaledQueue {
  readonly journal: string;
  readonly appender: QueueAppender;
  readonly reader: QueueReader;
  readonly #deps: JournaledQueueDeps;
  readonly #log: EmbeddedLog;
  readonly #lock: FolderLock;
  readonly #forwarded: ForwardedPositions;
  readonly #allEntries: QueueReader;
  readonly #forwarders: readonly ShardForwarder[];
  readonly #retention: Retention;
  #closed: Promise<void> | null = null;

  constructor(
    journal: string,
    { dir, shards }: JournaledQueueConfig,
    deps: JournaledQueueDeps,
    log: EmbeddedLog,
    lock: FolderLock,
  ) {
    const { onCorruption } = deps;
    this.journal = journal;
    this.appender = log.appender;
    this.#deps = deps;
    this.#log = log;
    this.#lock = lock;
    this.#forwarded = new ForwardedPositions(shards);
    this.#allEntries = openEmbeddedLogReader({ dir, signal: log.signal, onCorruption });
    this.reader = openEmbeddedLogReader({ dir, signal: this.#forwarded.signal, onCorruption });
    this.#retention = this.#createRetention(shards);
    this.#forwarders = Array.from({ length: shards }, (_, shard) => this.#createForwarder(shard));
    this.#retention.start();
    for (const forwarder of this.#forwarders) forwarder.start();
  }

  get forwardedSignal(): EmbeddedLogSignal {
    return this.#forwarded.signal;
  }

  stats(): JournalStats {
    const depths = this.#forwarders.map((_, shard) =>
      this.#log.depthAfter(shard, toEntryId(this.#forwarded.of(shard))),
    );
    return {
      spooledEntries: depths.reduce((sum, { entries }) => sum + entries, 0),
      spooledBytes: depths.reduce((sum, { bytes }) => sum + bytes, 0),
      oldestAgeMs: Math.max(0, ...this.#forwarders.map((forwarder) => this.#age(forwarder))),
      state: this.#state(),
    };
  }

  get drained(): boolean {
    return this.#log.appender.depth().entries === 0;
  }

  release(): Promise<void> {
    return this.#retention.run();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await Promise.all(this.#forwarders.map((forwarder) => forwarder.stop()));
    await this.#retention.stop();
    await Promise.all([this.reader.close(), this.#allEntries.close()]);
    await this.#log.close();
    this.#forwarded.close();
    await this.#lock.release();
  }

  #state(): JournalStats['state'] {
    if (this.appender.saturated) return 'full';
    return this.#forwarders.some(({ blocked }) => blocked) ? 'spooling' : 'flowing';
  }

  #age({ blockedMs, waiting }: ShardForwarder): number {
    if (blockedMs === 0) return 0;
    const receivedAt = waiting === null ? null : this.#deps.receivedAt(waiting.record);
    return receivedAt === null ? blockedMs : this.#deps.clock() - receivedAt;
  }

  #createRetention(shards: number): Retention {
    const { storedPositions, countedPositions, log } = this.#deps;
    return new Retention({
      shards,
      log,
      stored: () => storedPositions(this.journal),
      counted: () => countedPositions(this.journal),
      onKnown: (shard, upTo) => this.#forwarded.raise(shard, upTo),
      release: (shard, upTo) => this.#allEntries.release(shard, formatEntryId(upTo)),
    });
  }

  #createForwarder(shard: number): ShardForwarder {
    const { writer, newGeneration, log, storedPositions, onForwarded } = this.#deps;
    const source = new JournalSource({
      shard,
      journal: this.journal,
      reader: this.#allEntries,
      storedUpTo: async () => (await storedPositions(this.journal)).get(shard) ?? 0,
      onForwarded: (upTo, entries) => {
        this.#forwarded.raise(shard, upTo);
        if (entries > 0) onForwarded?.(shard, entries);
      },
    });
    return new ShardForwarder({ shard, source, writer, newGeneration, log, onBlocked: () => undefined });
  }
}

function toEntryId(position: number): EntryId | null {
  return position === 0 ? null : formatEntryId(position);
}
