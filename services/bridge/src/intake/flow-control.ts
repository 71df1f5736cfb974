export interface FlowLimits {
  readonly maxMessages: number;
  readonly maxBytes: number;
}

/**
 * Bounds what is taken from the broker and not durable yet, over all connections: above a limit nothing is read from
 * the network until half of it is gone. What was read with the same packet from the network still comes, so the limit
 * is passed by at most that.
 */
export class FlowControl {
  readonly #limits: FlowLimits;
  readonly #onChange: (isHeld: boolean) => void;
  #messages = 0;
  #bytes = 0;
  #isHeld = false;
  #onIdle: (() => void)[] = [];

  /** @param onChange - told to hold the broker back (true) and to let it go on (false) */
  constructor(limits: FlowLimits, onChange: (isHeld: boolean) => void) {
    this.#limits = limits;
    this.#onChange = onChange;
  }

  get messages(): number {
    return this.#messages;
  }

  enter(bytes: number): void {
    this.#messages++;
    this.#bytes += bytes;
    if (this.#isHeld || !this.#isAbove(1)) return;
    this.#isHeld = true;
    this.#onChange(true);
  }

  leave(bytes: number): void {
    this.#messages--;
    this.#bytes -= bytes;
    if (this.#isHeld && !this.#isAbove(0.5)) {
      this.#isHeld = false;
      this.#onChange(false);
    }
    if (this.#messages === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  /** Resolves as soon as nothing is on its way. */
  idle(): Promise<void> {
    if (this.#messages === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  #isAbove(share: number): boolean {
    return this.#messages > this.#limits.maxMessages * share || this.#bytes > this.#limits.maxBytes * share;
  }
}
