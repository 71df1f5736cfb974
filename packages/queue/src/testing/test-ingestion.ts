import { setTimeout as sleep } from 'node:timers/promises';
import { silentLogger } from '@hawser/platform';
import type { EntryId, QueueReader } from '../port.ts';
import { openStreamGroupReader, type StreamReaderConfig } from '../redis-streams/reader.ts';

/**
 * Does with shard 0 what ingestion and the database do together: stores entries once, by offset and origin, refuses what
 * was read before a new generation, and releases what is stored.
 */
export class TestIngestion {
  /** Texts stored, in order. */
  readonly texts: string[] = [];
  /** Entries without an origin. */
  readonly foreign: string[] = [];
  redelivered = 0;
  #reader: QueueReader;
  #offset: EntryId | null = null;
  #epoch = 0;
  readonly #stored = new Map<string, number>();
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(config: StreamReaderConfig) {
    this.#reader = openStreamGroupReader({ ...config, consumer: 'test' }, silentLogger());
  }

  start(): void {
    this.#stop = new AbortController();
    this.#running = this.#run(this.#stop.signal);
  }

  async pause(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async close(): Promise<void> {
    await this.pause();
    await this.#reader.close();
  }

  storedPositions = async (journal: string): Promise<ReadonlyMap<number, number>> => {
    const position = this.#stored.get(journal);
    return new Map(position === undefined ? [] : [[0, position]]);
  };

  newGeneration = async (): Promise<EntryId | null> => {
    this.#epoch++;
    return this.#offset;
  };

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const epoch = this.#epoch;
      try {
        const entries = await this.#reader.read(0, this.#offset, {
          maxEntries: 500,
          maxBytes: 1024 * 1024,
          waitMs: 1_000,
          signal,
        });
        // A commit takes a moment, in which a new generation may begin.
        await sleep(1);
        if (epoch !== this.#epoch) continue;
        for (const entry of entries) this.#store(entry.record, entry.origin);
        this.#offset = entries.at(-1)?.id ?? this.#offset;
        if (this.#offset !== null && entries.length > 0) await this.#reader.release(0, this.#offset);
      } catch {
        await sleep(20); // Redis is away: these tests take it away
      }
    }
  }

  #store(record: Uint8Array, origin: { journal: string; position: number } | undefined): void {
    const text = Buffer.from(record).toString().trimEnd();
    if (origin === undefined) {
      this.foreign.push(text);
    } else if (origin.position <= (this.#stored.get(origin.journal) ?? 0)) {
      this.redelivered++;
    } else {
      this.#stored.set(origin.journal, origin.position);
      this.texts.push(text);
    }
  }
}
