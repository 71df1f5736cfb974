import type { LiveEvent } from '@hawser/contracts/streams';

/** Counts what happens in one account between two looks. */
export class AccountMeter {
  #received = 0;
  #rejected = 0;
  #stored = 0;

  count(event: LiveEvent): void {
    if (event.type === 'received') this.#received += event.messages;
    if (event.type !== 'committed') return;
    this.#rejected += event.counts.messagesRejected;
    this.#stored += event.counts.readingsStored;
  }

  /**
   * Takes the rates since the last look.
   *
   * @param elapsedMs - time since the last look
   */
  take(elapsedMs: number): { messages_received: number; messages_rejected: number; readings_stored: number } {
    const perSecond = (count: number): number => Math.round((count * 10_000) / Math.max(1, elapsedMs)) / 10;
    const rates = {
      messages_received: perSecond(this.#received),
      messages_rejected: perSecond(this.#rejected),
      readings_stored: perSecond(this.#stored),
    };
    this.#received = 0;
    this.#rejected = 0;
    this.#stored = 0;
    return rates;
  }
}
