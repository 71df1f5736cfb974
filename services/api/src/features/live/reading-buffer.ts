import type { LiveReadingMessage } from '@hawser/contracts/http';
import type { LiveLimits } from '../../config.ts';

type BufferLimits = Pick<LiveLimits, 'maxGatheredReadings' | 'maxCoalescedSeries'>;

export interface Gathered {
  readonly readings: LiveReadingMessage[];
  /** True when only the newest of each series are there. */
  readonly coalesced: boolean;
  /** Readings that are missing because there were too many series. */
  readonly dropped: number;
}

/**
 * Readings on their way to one subscription. It keeps them all while they are few; as soon as they are many, because
 * the client is slow or the rate is high, only the newest of each series. So it never grows without bound.
 */
export class ReadingBuffer {
  readonly #limits: BufferLimits;
  #list: LiveReadingMessage[] = [];
  #newest: Map<string, LiveReadingMessage> | null = null;
  #dropped = 0;

  constructor(limits: BufferLimits) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#list.length === 0 && this.#newest === null;
  }

  add(reading: LiveReadingMessage): void {
    if (this.#newest !== null) {
      this.#keepNewest(this.#newest, reading);
      return;
    }
    this.#list.push(reading);
    if (this.#list.length > this.#limits.maxGatheredReadings) this.#coalesce();
  }

  /** Takes everything out. */
  take(): Gathered {
    const coalesced = this.#newest !== null;
    const readings = this.#newest === null ? this.#list : [...this.#newest.values()];
    const dropped = this.#dropped;
    this.#list = [];
    this.#newest = null;
    this.#dropped = 0;
    return { readings, coalesced, dropped };
  }

  #coalesce(): void {
    const newest = new Map<string, LiveReadingMessage>();
    this.#newest = newest;
    for (const reading of this.#list) this.#keepNewest(newest, reading);
    this.#list = [];
  }

  #keepNewest(newest: Map<string, LiveReadingMessage>, reading: LiveReadingMessage): void {
    const key = `${reading.agent_id}\0${reading.device}\0${reading.metric}`;
    const known = newest.get(key);
    if (known === undefined && newest.size >= this.#limits.maxCoalescedSeries) this.#dropped += 1;
    else if (known === undefined || known.time <= reading.time) newest.set(key, reading);
  }
}
