/** A stretch of a segment file that holds no readable record. */
export interface CorruptionReport {
  readonly shard: number;
  readonly segment: string;
  /** Where the stretch starts, in bytes from the start of the file. */
  readonly offset: number;
  readonly bytes: number;
  /**
   * `torn-tail`: behind the last readable record when the log was opened, as a write that a crash cut short leaves it;
   * it was removed. `damaged`: readable records follow, so it may have held acknowledged entries; it was skipped and
   * left in the file.
   */
  readonly cause: 'torn-tail' | 'damaged';
}

export type OnCorruption = (report: CorruptionReport) => void;
