import type { Clock } from '@hawser/core';

export interface BoundedCacheOptions {
  readonly max: number;
  readonly ttlMs: number;
  readonly clock: Clock;
}

/** A map that keeps at most `max` entries for at most `ttlMs` after they were set; the least recently used go first. */
export class BoundedCache<Key, Value> {
  readonly #options: BoundedCacheOptions;
  readonly #entries = new Map<Key, { readonly value: Value; readonly expiresAt: number }>();

  constructor(options: BoundedCacheOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.expiresAt <= this.#options.clock()) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, expiresAt: this.#options.clock() + this.#options.ttlMs });
    if (this.#entries.size > this.#options.max) this.#evictOldest();
  }

  delete(key: Key): void {
    this.#entries.delete(key);
  }

  /** Deletes the entries for which `isStale` says so. */
  deleteWhere(isStale: (key: Key, value: Value) => boolean): void {
    for (const [key, { value }] of this.#entries) if (isStale(key, value)) this.#entries.delete(key);
  }

  #evictOldest(): void {
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
