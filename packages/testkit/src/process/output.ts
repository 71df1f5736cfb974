const KEPT_CHARACTERS = 1_000_000;

interface Waiter {
  readonly pattern: RegExp;
  readonly found: (match: RegExpExecArray) => void;
}

/** Keeps what a process printed, the newest million characters of it, and tells who waits for a line. */
export class ProcessOutput {
  #text = '';
  #waiters = new Set<Waiter>();

  get text(): string {
    return this.#text;
  }

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-KEPT_CHARACTERS);
    for (const waiter of this.#waiters) {
      const match = waiter.pattern.exec(this.#text);
      if (match !== null) this.#answer(waiter, match);
    }
  }

  /** Calls `found` as soon as the pattern matches what was or will be printed; the result takes the wish back. */
  onMatch(pattern: RegExp, found: (match: RegExpExecArray) => void): () => void {
    const waiter = { pattern: new RegExp(pattern.source, pattern.flags.replace('g', '')), found };
    const match = waiter.pattern.exec(this.#text);
    if (match === null) this.#waiters.add(waiter);
    else found(match);
    return () => this.#waiters.delete(waiter);
  }

  #answer(waiter: Waiter, match: RegExpExecArray): void {
    this.#waiters.delete(waiter);
    waiter.found(match);
  }
}
