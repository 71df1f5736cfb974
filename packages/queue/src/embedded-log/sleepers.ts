/** Reads that wait for a first entry, per shard. */
export class Sleepers {
  readonly #wakes = new Map<number, Set<() => void>>();

  /** Resolves on a wake-up of the shard, after `waitMs` milliseconds, or when `signal` aborts; never throws. */
  sleep(shard: number, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        this.#wakes.get(shard)?.delete(done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      this.#of(shard).add(done);
      signal?.addEventListener('abort', done);
      if (signal?.aborted === true) done();
    });
  }

  wake(shard: number): void {
    for (const done of [...this.#of(shard)]) done();
  }

  wakeAll(): void {
    for (const shard of this.#wakes.keys()) this.wake(shard);
  }

  #of(shard: number): Set<() => void> {
    const known = this.#wakes.get(shard);
    if (known !== undefined) return known;
    const made = new Set<() => void>();
    this.#wakes.set(shard, made);
    return made;
  }
}
