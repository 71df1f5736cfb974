/** Lets the first of many equal warnings through, then one per interval, so that nobody's misbehaviour fills the log. */
export class RepeatGuard {
  readonly #intervalMs: number;
  readonly #clock: () => number;
  readonly #kinds = new Map<string, { since: number; held: number }>();

  /**
   * @param clock - the current time in milliseconds
   */
  constructor(intervalMs: number, clock: () => number) {
    this.#intervalMs = intervalMs;
    this.#clock = clock;
  }

  /**
   * Calls `report` with the number of equal warnings held back since the last one, or holds this one back as well.
   *
   * @param kind - what makes warnings equal; one of a fixed set, never text from outside
   */
  warn(kind: string, report: (held: number) => void): void {
    const now = this.#clock();
    const seen = this.#kinds.get(kind);
    if (seen !== undefined && now - seen.since < this.#intervalMs) {
      seen.held++;
      return;
    }
    this.#kinds.set(kind, { since: now, held: 0 });
    report(seen?.held ?? 0);
  }
}
