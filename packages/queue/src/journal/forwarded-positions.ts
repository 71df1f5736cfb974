import { createSignal, type EmbeddedLogSignal, LogSignal } from '../embedded-log/signal.ts';

/** Up to where the streams have had the entries of a journal. Readers that follow `signal` see only those. */
export class ForwardedPositions {
  readonly signal: EmbeddedLogSignal;
  readonly #signal: LogSignal;

  constructor(shards: number) {
    this.signal = createSignal(shards);
    this.#signal = new LogSignal(this.signal, () => undefined);
  }

  of(shard: number): number {
    return this.#signal.durable(shard);
  }

  /** Moves a position forward, never back: an entry that must be sent again was there once. */
  raise(shard: number, upTo: number): void {
    if (upTo > this.of(shard)) this.#signal.setDurable(shard, upTo);
  }

  close(): void {
    this.#signal.close();
  }
}
