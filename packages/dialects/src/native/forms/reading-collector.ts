import type { DecodeContext, IndexedReading, Reading, RefusedReading } from '@hawser/core';

import { about, Refusal } from '../refusal.ts';

/** A good reading; the collector gives it its position, so that it need not be copied for that. */
export interface NewReading extends Reading {
  index: number;
}

/** Takes the readings of one message in the order of the payload, the good and the refused. */
export class ReadingCollector {
  readonly context: DecodeContext;
  readonly readings: IndexedReading[] = [];
  readonly refused: RefusedReading[] = [];
  /** Metrics refused because the object key that named them is a reserved one. */
  reservedKeys = 0;
  #position = 0;
  readonly #most: number;

  constructor(context: DecodeContext) {
    this.context = context;
    this.#most = context.limits.maxReadingsPerMessage;
  }

  /** True when the message has more readings than the limit; those beyond it were not kept. */
  get overflowed(): boolean {
    return this.#position > this.#most;
  }

  /**
   * Takes the next reading, or why it was refused.
   *
   * @param name - metric as written, put before the detail of a refusal when it is text
   */
  take(outcome: NewReading | Refusal, name?: unknown): void {
    const index = this.#position++;
    if (index >= this.#most) return;
    if (outcome instanceof Refusal) {
      const { reason, detail } = typeof name === 'string' ? about(name, outcome) : outcome;
      this.refused.push({ index, reason, detail });
    } else {
      outcome.index = index;
      this.readings.push(outcome);
    }
  }
}
