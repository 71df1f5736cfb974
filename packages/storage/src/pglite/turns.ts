/** Lets one piece of work at a time have the database, in the order in which they asked. */
export class Turns {
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #taken = false;
  #given = 0;

  /** @param maxWaiting - how many may wait; more are refused */
  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
  }

  /** How many turns were given so far. */
  get given(): number {
    return this.#given;
  }

  /**
   * Waits for the turn.
   *
   * @returns gives the turn on to the next one; calling it again does nothing
   * @throws Error when too many wait already
   */
  async take(): Promise<() => void> {
    if (this.#taken) await this.#wait();
    this.#taken = true;
    this.#given++;
    let held = true;
    return () => {
      if (held) this.#pass();
      held = false;
    };
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#maxWaiting) {
      return Promise.reject(new Error(`The database is overloaded: ${this.#maxWaiting} requests wait for it already.`));
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The turn stays taken when it passes to a waiting one, so that nobody can push in between. */
  #pass(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken = false;
    else next();
  }
}
