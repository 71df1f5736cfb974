import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@hawser/platform';
import type { ShardSource } from './shard-source.ts';

/** How long a disk that refused, or has no room, is left alone. */
const PAUSE_MS = 250;

export interface SpillerDeps {
  readonly sources: () => readonly ShardSource[];
  /** Told when the disk begins to take records, and when it stops. */
  readonly onChange: () => void;
  readonly log: Logger;
}

/** Writes to the disk spool what the shards have for it: one write at a time, each shard in turn. */
export class Spiller {
  readonly #deps: SpillerDeps;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  /** There may be something to write that the look at the shards which is under way has missed. */
  #isWoken = false;
  #flowing = true;
  #failing = false;

  constructor(deps: SpillerDeps) {
    this.#deps = deps;
  }

  /** False while the disk has no room, or refuses. */
  get flowing(): boolean {
    return this.#flowing;
  }

  wake(): void {
    if (this.#stop.signal.aborted) return;
    this.#isWoken = true;
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    // Records that come in the same turn of the event loop share a write.
    await Promise.resolve();
    while (!this.#stop.signal.aborted) {
      this.#isWoken = false;
      const outcome = await this.#writeEach();
      this.#setFlowing(outcome !== 'stuck');
      if (outcome === 'nothing' && !this.#isWoken) break;
      if (outcome === 'stuck') await sleep(PAUSE_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
    // In the same turn as the last look: whoever wakes from now on begins anew.
    this.#running = null;
  }

  async #writeEach(): Promise<'written' | 'nothing' | 'stuck'> {
    let outcome: 'written' | 'nothing' | 'stuck' = 'nothing';
    for (const source of this.#deps.sources()) {
      const written = await this.#write(source);
      if (written) outcome = 'written';
      else if (outcome === 'nothing' && source.viaDisk && !source.empty) outcome = 'stuck';
    }
    return outcome;
  }

  async #write(source: ShardSource): Promise<boolean> {
    try {
      const written = await source.spill();
      if (written) this.#failing = false;
      return written;
    } catch (error) {
      if (!this.#failing) this.#deps.log.error({ err: error }, 'The disk spool cannot be written; messages wait');
      this.#failing = true;
      return false;
    }
  }

  #setFlowing(flowing: boolean): void {
    if (this.#flowing === flowing) return;
    this.#flowing = flowing;
    this.#deps.onChange();
  }
}
