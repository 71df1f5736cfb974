import type { AccountId } from '@hawser/core';

/** Whoever waits for something until it is gone itself. */
export interface Owner {
  readonly closedAt: number | null;
  readonly account: AccountId;
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
  /** Most entries of one account while others send as well, however slow the queue is. */
  readonly maxEntriesPerAccount: number;
}

/**
 * What an account may have on its way while others send, for each millisecond that an append takes: a slow disk makes
 * larger groups, and not a slower account.
 */
const ENTRIES_PER_MS = 8;
/** Weight of the newest append in the average. */
const SMOOTHING = 0.02;

/** So long after a message of another account the accounts count as sending at the same time. */
const CONTENTION_MS = 1_000;

/**
 * Bounds what is handed to the queue and not durable yet, and shares it between the accounts: while several send, each
 * has few messages on their way, so that a group that is made durable together stays small, and those that wait are
 * taken in turn. When the queue is full, messages wait here, and one whose connection closes is let go without being
 * appended: a client that gives up and comes back again and again would otherwise leave another copy of its messages
 * behind each time.
 */
export class AppendGate {
  readonly #limits: AppendGateLimits;
  readonly #inFlight = new Map<AccountId, number>();
  /** In the order in which the accounts have their turn. */
  readonly #queues = new Map<AccountId, Waiter[]>();
  #entries = 0;
  #bytes = 0;
  #waiting = 0;
  #latest: AccountId | null = null;
  #contendedUntil = 0;
  #appendMs = 1;
  #onIdle: (() => void)[] = [];

  constructor(limits: AppendGateLimits) {
    this.#limits = limits;
  }

  get inFlight(): number {
    return this.#entries;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Several accounts have been sending within the last second. */
  get isContended(): boolean {
    return this.#contendedUntil > 0 && performance.now() < this.#contendedUntil;
  }

  /**
   * Takes a place now, or answers a promise for one. Pair with `leave`.
   *
   * @returns undefined when a place was free; otherwise whether a place was given (true) or the owner is gone (false)
   */
  enter(owner: Owner, bytes: number): Promise<boolean> | undefined {
    const { account } = owner;
    if (this.#latest !== account) {
      if (this.#latest !== null) this.#contendedUntil = performance.now() + CONTENTION_MS;
      this.#latest = account;
    }
    if (!this.#queues.has(account) && this.#fits(account, bytes)) {
      this.#take(account, bytes);
      return undefined;
    }
    return new Promise((resolve) => {
      const waiter = { owner, bytes, admit: () => resolve(true), dismiss: () => resolve(false) };
      const queue = this.#queues.get(account);
      if (queue === undefined) this.#queues.set(account, [waiter]);
      else queue.push(waiter);
      this.#waiting++;
    });
  }

  /** Notes how long an append took, in seconds. */
  appended(seconds: number): void {
    this.#appendMs += (seconds * 1_000 - this.#appendMs) * SMOOTHING;
  }

  leave(account: AccountId, bytes: number): void {
    this.#entries--;
    this.#bytes -= bytes;
    const left = (this.#inFlight.get(account) ?? 0) - 1;
    if (left > 0) this.#inFlight.set(account, left);
    else this.#inFlight.delete(account);
    if (this.#waiting > 0) this.#admitWaiting();
    this.#tellIdle();
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
    if (this.#entries === 0 && this.#waiting === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  #dismissWhere(isMeant: (waiter: Waiter) => boolean): void {
    if (this.#waiting === 0) return;
    const gone: Waiter[] = [];
    for (const [account, queue] of this.#queues) {
      const staying = queue.filter((waiter) => !isMeant(waiter));
      if (staying.length === queue.length) continue;
      gone.push(...queue.filter(isMeant));
      this.#replace(account, staying);
    }
    this.#waiting -= gone.length;
    for (const { dismiss } of gone) dismiss();
    this.#admitWaiting();
    this.#tellIdle();
  }

  /** Round by round one message of each account, until none of them fits. */
  #admitWaiting(): void {
    for (let admitted = true; admitted && this.#waiting > 0; ) {
      admitted = false;
      for (const [account, queue] of [...this.#queues]) {
        const [first] = queue;
        if (first === undefined || !this.#fits(account, first.bytes)) continue;
        queue.shift();
        // Behind the others for the next time.
        this.#queues.delete(account);
        if (queue.length > 0) this.#queues.set(account, queue);
        this.#waiting--;
        this.#take(account, first.bytes);
        first.admit();
        admitted = true;
      }
    }
  }

  #replace(account: AccountId, queue: Waiter[]): void {
    if (queue.length === 0) this.#queues.delete(account);
    else this.#queues.set(account, queue);
  }

  /** A single message larger than the limit passes alone, so that it is not stuck for ever. */
  #fits(account: AccountId, bytes: number): boolean {
    if (this.#entries === 0) return true;
    const { maxEntries, maxBytes } = this.#limits;
    if (this.#entries >= maxEntries || this.#bytes + bytes > maxBytes) return false;
    return (this.#inFlight.get(account) ?? 0) < this.#share() || !this.isContended;
  }

  #share(): number {
    return Math.min(this.#limits.maxEntriesPerAccount, Math.max(ENTRIES_PER_MS, ENTRIES_PER_MS * this.#appendMs));
  }

  #take(account: AccountId, bytes: number): void {
    this.#entries++;
    this.#bytes += bytes;
    this.#inFlight.set(account, (this.#inFlight.get(account) ?? 0) + 1);
  }

  #tellIdle(): void {
    if (this.#entries > 0 || this.#waiting > 0) return;
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }
}
