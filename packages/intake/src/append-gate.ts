/** Whoever waits for something until it is gone itself. */
export interface Owner {
  readonly closedAt: number | null;
}

interface Waiter {
  readonly owner: Owner;
  readonly bytes: number;
  readonly admit: () => void;
  readonly dismiss: () => void;
}

export interface AppendGateLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/**
 * Bounds what is handed to the queue and not durable yet. When the queue is full, messages wait here, and one whose
 * connection closes is let go without being appended: a client that gives up and comes back again and again would
 * otherwise leave another copy of its messages behind each time.
 */
export class AppendGate {
  readonly #limits: AppendGateLimits;
  #entries = 0;
  #bytes = 0;
  #waiting: Waiter[] = [];
  #onIdle: (() => void)[] = [];

  constructor(limits: AppendGateLimits) {
    this.#limits = limits;
  }

  get inFlight(): number {
    return this.#entries;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Takes a place now, or answers a promise for one. Pair with `leave`.
   *
   * @returns undefined when a place was free; otherwise whether a place was given (true) or the owner is gone (false)
   */
  enter(owner: Owner, bytes: number): Promise<boolean> | undefined {
    if (this.#waiting.length === 0 && this.#fits(bytes)) {
      this.#take(bytes);
      return undefined;
    }
    return new Promise((resolve) => {
      this.#waiting.push({ owner, bytes, admit: () => resolve(true), dismiss: () => resolve(false) });
    });
  }

  leave(bytes: number): void {
    this.#entries--;
    this.#bytes -= bytes;
    if (this.#waiting.length > 0) this.#admitWaiting();
    if (this.#entries === 0 && this.#waiting.length === 0) this.#tellIdle();
  }

  /** Lets go of everything that an owner has waiting. */
  dismiss(owner: Owner): void {
    this.#dismissWhere((waiter) => waiter.owner === owner);
  }

  /** Lets go of everything that waits. */
  dismissAll(): void {
    this.#dismissWhere(() => true);
  }

  /** Resolves as soon as nothing is in flight and nothing waits. */
  idle(): Promise<void> {
    if (this.#entries === 0 && this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  #dismissWhere(isMeant: (waiter: Waiter) => boolean): void {
    if (this.#waiting.length === 0) return;
    const [gone, staying]: [Waiter[], Waiter[]] = [[], []];
    for (const waiter of this.#waiting) (isMeant(waiter) ? gone : staying).push(waiter);
    this.#waiting = staying;
    for (const { dismiss } of gone) dismiss();
    this.#admitWaiting();
    if (this.#entries === 0 && this.#waiting.length === 0) this.#tellIdle();
  }

  #admitWaiting(): void {
    let admitted = 0;
    for (const { bytes, admit } of this.#waiting) {
      if (!this.#fits(bytes)) break;
      this.#take(bytes);
      admit();
      admitted++;
    }
    if (admitted > 0) this.#waiting.splice(0, admitted);
  }

  /** A single message larger than the limit passes alone, so that it is not stuck for ever. */
  #fits(bytes: number): boolean {
    if (this.#entries === 0) return true;
    return this.#entries < this.#limits.maxEntries && this.#bytes + bytes <= this.#limits.maxBytes;
  }

  #take(bytes: number): void {
    this.#entries++;
    this.#bytes += bytes;
  }

  #tellIdle(): void {
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }
}
