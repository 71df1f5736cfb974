import type { Logger } from '@hawser/platform';
import type { Positions } from './config.ts';

const INTERVAL_MS = 1_000;

export interface RetentionDeps {
  readonly shards: number;
  readonly stored: () => Promise<Positions>;
  readonly counted: () => Promise<Positions>;
  /** Told up to where the stream has had a shard's entries, as the database shows it. */
  readonly onKnown: (shard: number, upTo: number) => void;
  readonly release: (shard: number, upTo: number) => Promise<void>;
  readonly log: Logger;
}

/** Lets go of journal entries that are stored and counted as received; asks the database every second. */
export class Retention {
  readonly #deps: RetentionDeps;
  readonly #released: number[];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #failing = false;

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
    this.#released = new Array<number>(deps.shards).fill(0);
  }

  start(): void {
    this.#timer = setInterval(() => void this.run(), INTERVAL_MS);
    this.#timer.unref();
    void this.run();
  }

  /** Looks once; a failure is logged, once per outage, and made up for the next time. */
  run(): Promise<void> {
    this.#running ??= this.#releaseAll()
      .then(() => {
        this.#failing = false;
      })
      .catch((error: unknown) => {
        if (!this.#failing)
          this.#deps.log.warn({ err: error }, 'The journal cannot learn what is stored; it keeps all');
        this.#failing = true;
      })
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #releaseAll(): Promise<void> {
    const [stored, counted] = await Promise.all([this.#deps.stored(), this.#deps.counted()]);
    for (let shard = 0; shard < this.#deps.shards; shard++) {
      await this.#release(shard, stored.get(shard) ?? 0, counted.get(shard) ?? 0);
    }
  }

  async #release(shard: number, stored: number, counted: number): Promise<void> {
    this.#deps.onKnown(shard, Math.max(stored, counted));
    const upTo = Math.min(stored, counted);
    if (upTo <= (this.#released[shard] ?? 0)) return;
    await this.#deps.release(shard, upTo);
    this.#released[shard] = upTo;
  }
}
