import type { Quality, SeriesId } from '@hawser/core';

/** One row of `readings`. Exactly one of `value` and `text` is set. */
export interface StoredReading {
  readonly seriesId: SeriesId;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  /** Finite; booleans are 0 and 1. */
  readonly value: number | null;
  readonly text: string | null;
  readonly quality: Quality;
}
