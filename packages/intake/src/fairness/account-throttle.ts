import type { AccountId } from '@hawser/core';
import type { AccountPolicies } from '@hawser/storage';
import type { Owner } from '../append-gate.ts';
import type { AccountMeters } from './account-meters.ts';

const TICK_MS = 20;

/** What becomes of a message that had to wait: taken, let go with its connection, or refused because of the quota. */
export type ThrottleOutcome = 'pass' | 'gone' | 'quota-exceeded';

interface Waiter {
  readonly owner: Owner;
  readonly bytes: number;
  readonly since: number;
  readonly settle: (outcome: ThrottleOutcome) => void;
}

export interface AccountThrottleDeps {
  readonly policies: Pick<AccountPolicies, 'known'>;
  readonly meters: AccountMeters;
  /** How long a message over the quota of the day is held before its connection is ended, in milliseconds. */
  readonly quotaHoldMs: number;
}

/**
 * Holds back messages of accounts that send more than they may, each account in the order of its messages and without a
 * word to the others. An agent whose message is not acknowledged sends no more, so what waits is bounded by what its
 * connections had in flight.
 */
export class AccountThrottle {
  readonly #deps: AccountThrottleDeps;
  readonly #queues = new Map<AccountId, Waiter[]>();
  #waiting = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(deps: AccountThrottleDeps) {
    this.#deps = deps;
  }

  /** Messages held back. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Lets a message pass now (undefined), or answers a promise of what becomes of it. */
  enter(owner: Owner, bytes: number): Promise<ThrottleOutcome> | undefined {
    const { policies, meters } = this.#deps;
    const policy = policies.known(owner.account);
    if (!this.#queues.has(owner.account) && meters.allowance(policy) === 'ok') {
      meters.spend(owner.account, policy, bytes);
      return undefined;
    }
    return new Promise((settle) => this.#hold(owner.account, { owner, bytes, since: performance.now(), settle }));
  }

  /** Lets go of everything that an owner has waiting. */
  dismiss(owner: Owner): void {
    const queue = this.#queues.get(owner.account);
    if (queue === undefined) return;
    const [gone, staying] = [queue.filter((one) => one.owner === owner), queue.filter((one) => one.owner !== owner)];
    this.#replace(owner.account, staying);
    for (const waiter of gone) this.#settle(waiter, 'gone');
  }

  /** Lets go of everything that waits. */
  dismissAll(): void {
    const all = [...this.#queues.values()].flat();
    this.#queues.clear();
    for (const waiter of all) this.#settle(waiter, 'gone');
  }

  #hold(account: AccountId, waiter: Waiter): void {
    const queue = this.#queues.get(account);
    if (queue === undefined) this.#queues.set(account, [waiter]);
    else queue.push(waiter);
    this.#waiting++;
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  #tick(): void {
    for (const [account, queue] of this.#queues) this.#release(account, queue);
  }

  #release(account: AccountId, queue: readonly Waiter[]): void {
    const { policies, meters, quotaHoldMs } = this.#deps;
    const overdue = performance.now() - quotaHoldMs;
    let released = 0;
    for (const waiter of queue) {
      const policy = policies.known(account);
      const allowance = meters.allowance(policy);
      if (allowance === 'rate' || (allowance === 'quota' && waiter.since > overdue)) break;
      released++;
      if (allowance === 'ok') meters.spend(account, policy, waiter.bytes);
      this.#settle(waiter, allowance === 'ok' ? 'pass' : 'quota-exceeded');
    }
    if (released > 0) this.#replace(account, queue.slice(released));
  }

  #replace(account: AccountId, queue: Waiter[]): void {
    if (queue.length === 0) this.#queues.delete(account);
    else this.#queues.set(account, queue);
  }

  #settle(waiter: Waiter, outcome: ThrottleOutcome): void {
    this.#waiting--;
    if (this.#waiting === 0 && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
    waiter.settle(outcome);
  }
}
