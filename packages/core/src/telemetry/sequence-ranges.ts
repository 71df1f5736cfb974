import { readVarint, varintBytes, writeVarint } from './varint.ts';

/** Ranges of seen numbers that are told apart; about 16 KB when written, and only while so many gaps are open. */
export const MAX_SEQUENCE_RANGES = 8_192;

/**
 * Remembers exactly which sequence numbers of one epoch have been seen, as ranges without gaps: one range for an agent
 * whose messages come in order, some more while there are gaps.
 *
 * Messages of one agent do overtake each other: several connections share what a foreign broker has, and a resend after
 * a reconnect comes behind later messages. So the highest number alone is not enough, and neither is a window of a fixed
 * size below it. When more gaps are open than can be kept, the lowest is closed: what is missing there counts as seen,
 * because storing it could double it.
 */
export class SequenceRanges {
  /** Ascending, not touching: range `i` is `starts[i]` to `ends[i]`, both included. */
  readonly #starts: number[];
  readonly #ends: number[];

  private constructor(starts: number[], ends: number[]) {
    this.#starts = starts;
    this.#ends = ends;
  }

  /** Only `seq` has been seen. */
  static startingAt(seq: number): SequenceRanges {
    return new SequenceRanges([seq], [seq]);
  }

  /**
   * Reads what {@link SequenceRanges.write} wrote.
   *
   * @returns the ranges, and where they end in `bytes`
   * @throws RangeError when the bytes end too early
   */
  static read(bytes: Uint8Array, offset: number): { readonly ranges: SequenceRanges; readonly end: number } {
    const starts: number[] = [];
    const ends: number[] = [];
    let { value: left, end } = readVarint(bytes, offset);
    for (let last = 0; left > 0; left--) {
      const gap = readVarint(bytes, end);
      const length = readVarint(bytes, gap.end);
      end = length.end;
      starts.push(last + gap.value);
      last += gap.value + length.value;
      ends.push(last);
    }
    return { ranges: new SequenceRanges(starts, ends), end };
  }

  /** Highest number seen. */
  get highest(): number {
    return this.#ends.at(-1) ?? 0;
  }

  has(seq: number): boolean {
    const at = this.#rangeBefore(seq);
    return at >= 0 && seq <= (this.#ends[at] ?? seq);
  }

  /**
   * Marks `seq` as seen.
   *
   * @returns false when it had been seen before
   */
  add(seq: number): boolean {
    const at = this.#rangeBefore(seq);
    const end = this.#ends[at];
    if (end !== undefined && seq <= end) return false;
    const touchesLower = end !== undefined && seq === end + 1;
    const touchesUpper = this.#starts[at + 1] === seq + 1;
    if (touchesLower && touchesUpper) this.#closeGapAbove(at);
    else if (touchesLower) this.#ends[at] = seq;
    else if (touchesUpper) this.#starts[at + 1] = seq;
    else this.#insert(at + 1, seq);
    return true;
  }

  clone(): SequenceRanges {
    return new SequenceRanges(this.#starts.slice(), this.#ends.slice());
  }

  /** Bytes that {@link SequenceRanges.write} takes. */
  get byteLength(): number {
    let bytes = varintBytes(this.#starts.length);
    this.#eachStep((gap, length) => {
      bytes += varintBytes(gap) + varintBytes(length);
    });
    return bytes;
  }

  /** @returns where the ranges end in `bytes` */
  write(bytes: Uint8Array, offset: number): number {
    let at = writeVarint(bytes, offset, this.#starts.length);
    this.#eachStep((gap, length) => {
      at = writeVarint(bytes, writeVarint(bytes, at, gap), length);
    });
    return at;
  }

  /** Each range as its distance from the end of the one before, and its own. */
  #eachStep(take: (gap: number, length: number) => void): void {
    let last = 0;
    for (const [at, start] of this.#starts.entries()) {
      const end = this.#ends[at] ?? start;
      take(start - last, end - start);
      last = end;
    }
  }

  /** The last range that starts at or below `seq`; -1 when there is none. Most numbers belong to the last one. */
  #rangeBefore(seq: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    if (seq >= (this.#starts[high] ?? 0)) return high;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= seq) low = middle + 1;
      else high = middle - 1;
    }
    return high;
  }

  #insert(at: number, seq: number): void {
    this.#starts.splice(at, 0, seq);
    this.#ends.splice(at, 0, seq);
    if (this.#starts.length > MAX_SEQUENCE_RANGES) this.#closeGapAbove(0);
  }

  #closeGapAbove(at: number): void {
    this.#starts.splice(at + 1, 1);
    this.#ends.splice(at, 1);
  }
}
