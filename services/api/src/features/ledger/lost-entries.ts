import type { Clock } from '@hawser/core';
import type { JournalStanding } from '@hawser/storage';

/** A journal that has anything left to send sends it within seconds of finding its stream without it. */
const PATIENCE_MS = 60_000;

/**
 * Tells entries that are on their way into the stream again from those that are gone for good: nothing of these shows up
 * and their journal does not move.
 */
export class LostEntries {
  readonly #clock: Clock;
  /** Since when each is missing, in milliseconds since the Unix epoch. */
  #since: ReadonlyMap<string, number> = new Map();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Notes what an audit misses.
   *
   * @param missing - journals of which nothing is there of what should be
   * @returns true when all of it has been missing for so long that nobody needs to wait for it
   */
  areGone(missing: readonly JournalStanding[]): boolean {
    const now = this.#clock();
    const before = this.#since;
    this.#since = new Map(missing.map(keyOf).map((key) => [key, before.get(key) ?? now]));
    return [...this.#since.values()].every((since) => now - since >= PATIENCE_MS);
  }
}

function keyOf({ journal, shard, stored, counted }: JournalStanding): string {
  return [journal, shard, stored, counted].join();
}
