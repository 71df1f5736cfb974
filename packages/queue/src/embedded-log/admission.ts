interface Waiter {
  readonly bytes: number;
  readonly admit: () => void;
  readonly refuse: (error: Error) => void;
}

/** Lets appends in while there is room, in the order in which they came. How many wait is bounded by the callers. */
export class Admission {
  readonly #maxBytes: number;
  readonly #storedBytes: () => number;
  #reserved = 0;
  #waiters: Waiter[] = [];

  /**
   * @param maxBytes - most bytes stored and under way together
   * @param storedBytes - bytes stored and not yet released
   */
  constructor(maxBytes: number, storedBytes: () => number) {
    this.#maxBytes = maxBytes;
    this.#storedBytes = storedBytes;
  }

  get saturated(): boolean {
    return this.#waiters.length > 0;
  }

  /** Whether `enter` would give room at once. */
  hasRoom(bytes: number): boolean {
    return !this.saturated && this.#fits(bytes);
  }

  /** Reserves room now, or returns a promise for it. Pair with `done`. */
  enter(bytes: number): Promise<void> | undefined {
    if (this.hasRoom(bytes)) {
      this.#reserved += bytes;
      return undefined;
    }
    return new Promise((admit, refuse) => this.#waiters.push({ bytes, admit, refuse }));
  }

  /** Gives a reservation back: the bytes are stored now, or the append failed. */
  done(bytes: number): void {
    this.#reserved -= bytes;
    if (this.saturated) this.recheck();
  }

  /** Lets in whoever fits; called when something was released. */
  recheck(): void {
    let admitted = 0;
    for (const { bytes, admit } of this.#waiters) {
      if (!this.#fits(bytes)) break;
      this.#reserved += bytes;
      admitted++;
      admit();
    }
    this.#waiters.splice(0, admitted);
  }

  /** Refuses everybody who waits. */
  close(error: Error): void {
    for (const { refuse } of this.#waiters.splice(0)) refuse(error);
  }

  /** An empty log takes anything, so that one record above the maximum is not stuck for ever. */
  #fits(bytes: number): boolean {
    const used = this.#storedBytes() + this.#reserved;
    return used === 0 || used + bytes <= this.#maxBytes;
  }
}
