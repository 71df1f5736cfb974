import type { EntryOrigin } from '@hawser/queue';

interface Run {
  readonly first: number;
  last: number;
}

/**
 * Remembers which positions of which journals were read from one shard. They rise without gaps, unless something is not
 * there that should be, so a few runs of them say it all.
 */
export class SeenPositions {
  readonly #runs = new Map<string, Run[]>();

  /** @returns false when the entry was read before, so that this one was sent again */
  add({ journal, position }: EntryOrigin): boolean {
    const runs = this.#runs.get(journal);
    const last = runs?.at(-1);
    if (runs === undefined || last === undefined) {
      this.#runs.set(journal, [{ first: position, last: position }]);
      return true;
    }
    if (position <= last.last) return false;
    if (position === last.last + 1) last.last = position;
    else runs.push({ first: position, last: position });
    return true;
  }

  /** Tells whether every position in (after, upTo] was read. */
  hasAll(journal: string, after: number, upTo: number): boolean {
    return this.#of(journal).some(({ first, last }) => first <= after + 1 && last >= upTo);
  }

  /** Tells whether any position in (after, upTo] was read. */
  hasAny(journal: string, after: number, upTo: number): boolean {
    return this.#of(journal).some(({ first, last }) => first <= upTo && last > after);
  }

  #of(journal: string): readonly Run[] {
    return this.#runs.get(journal) ?? [];
  }
}
