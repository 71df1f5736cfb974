/**
 * So much per second, with one second's worth saved up at most. Whoever finds anything in it may take what they need,
 * also more than there is: the debt is what others wait for, and a single large message is never stuck.
 */
export class TokenBucket {
  #perSecond: number;
  #tokens: number;
  #at: number;

  /** @param now - milliseconds of any clock, the same for all calls; set back, it fills nothing */
  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#at = now;
  }

  /** Changes the rate from now on. */
  setRate(perSecond: number, now: number): void {
    this.#fill(now);
    this.#perSecond = perSecond;
    this.#tokens = Math.min(this.#tokens, perSecond);
  }

  hasTokens(now: number): boolean {
    this.#fill(now);
    return this.#tokens > 0;
  }

  take(tokens: number): void {
    this.#tokens -= tokens;
  }

  #fill(now: number): void {
    const seconds = Math.max(0, now - this.#at) / 1_000;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + seconds * this.#perSecond);
    this.#at = now;
  }
}
