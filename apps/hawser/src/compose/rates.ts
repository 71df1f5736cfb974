import type { LiveEvent } from '@hawser/contracts/streams';

const WINDOW_SECONDS = 5;

/** Counts what happens in the process and says how fast, averaged over the last few seconds. */
export class Rates {
  #received = 0;
  #stored = 0;
  #rejected = 0;
  readonly #samples: { received: number; stored: number }[] = [];

  observe(event: LiveEvent): void {
    if (event.type === 'received') this.#received += event.messages;
    if (event.type !== 'committed') return;
    this.#stored += event.counts.readingsStored;
    this.#rejected += event.counts.messagesRejected;
  }

  /** To be called once a second. */
  tick(): void {
    this.#samples.push({ received: this.#received, stored: this.#stored });
    if (this.#samples.length > WINDOW_SECONDS + 1) this.#samples.shift();
  }

  /** Messages received and readings stored per second; messages rejected since the start. */
  read(): { receivedPerSecond: number; storedPerSecond: number; rejected: number } {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    const seconds = Math.max(1, this.#samples.length - 1);
    return {
      receivedPerSecond: ((last?.received ?? 0) - (first?.received ?? 0)) / seconds,
      storedPerSecond: ((last?.stored ?? 0) - (first?.stored ?? 0)) / seconds,
      rejected: this.#rejected,
    };
  }
}
