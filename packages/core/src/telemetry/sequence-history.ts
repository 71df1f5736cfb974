import { SequenceRanges } from './sequence-ranges.ts';

/** Epochs of one agent that are remembered at the same time. */
export const MAX_SEQUENCE_EPOCHS = 4;

const FORMAT_VERSION = 2;
const HEADER_BYTES = 10;
const NO_FLOOR = -1;

/**
 * Remembers which `(epoch, seq)` ids of one agent have been seen, in bounded space for ever: the numbers of its newest
 * four epochs, and the newest epoch that was forgotten.
 *
 * - A newer epoch starts over: its numbers are all new.
 * - An older epoch that is remembered is judged by its own numbers, because a spooled message of the time before the
 *   agent's restart may come behind the first one after it.
 * - An older epoch that was never seen is new, as long as there is room for it.
 * - Whatever is older than all remembered epochs when four are, or was forgotten, is a duplicate: storing it could
 *   double it.
 */
export class SequenceHistory {
  readonly #epochs: Map<number, SequenceRanges>;
  #forgotten: number;

  private constructor(epochs: Map<number, SequenceRanges>, forgotten: number) {
    this.#epochs = epochs;
    this.#forgotten = forgotten;
  }

  /** The history of an agent that has sent no sequence id yet. */
  static empty(): SequenceHistory {
    return new SequenceHistory(new Map(), NO_FLOOR);
  }

  /**
   * Reads what {@link SequenceHistory.toBytes} wrote.
   *
   * @throws Error when the bytes are not of this format
   */
  static fromBytes(bytes: Uint8Array): SequenceHistory {
    if (bytes[0] !== FORMAT_VERSION || bytes.length < HEADER_BYTES) throw unknownFormat();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const epochs = new Map<number, SequenceRanges>();
    let at = HEADER_BYTES;
    try {
      for (let left = bytes[1] ?? 0; left > 0; left--) {
        const { ranges, end } = SequenceRanges.read(bytes, at + 8);
        epochs.set(view.getFloat64(at), ranges);
        at = end;
      }
    } catch (cause) {
      throw unknownFormat(cause);
    }
    if (at !== bytes.length) throw unknownFormat();
    return new SequenceHistory(epochs, view.getFloat64(2));
  }

  /** Newest epoch seen with its highest number, or null before the first. */
  get newest(): { readonly epoch: number; readonly seq: number } | null {
    const epoch = Math.max(NO_FLOOR, ...this.#epochs.keys());
    const ranges = this.#epochs.get(epoch);
    return ranges === undefined ? null : { epoch, seq: ranges.highest };
  }

  /**
   * Tells whether the id was seen, or is of an epoch too old to know.
   *
   * @param epoch - counts the agent's restarts; an integer from 0 to 2^53 - 1
   * @param seq - counts messages within the epoch; an integer from 0 to 2^53 - 1
   */
  has(epoch: number, seq: number): boolean {
    const ranges = this.#epochs.get(epoch);
    return ranges === undefined ? this.#isTooOld(epoch) : ranges.has(seq);
  }

  /**
   * Marks the id as seen; the parameters are those of {@link SequenceHistory.has}.
   *
   * @returns false when it is a duplicate: seen before, or of an epoch too old to know
   */
  add(epoch: number, seq: number): boolean {
    const ranges = this.#epochs.get(epoch);
    if (ranges !== undefined) return ranges.add(seq);
    if (this.#isTooOld(epoch)) return false;
    this.#epochs.set(epoch, SequenceRanges.startingAt(seq));
    if (this.#epochs.size > MAX_SEQUENCE_EPOCHS) this.#forgetOldest();
    return true;
  }

  /** An independent copy, to try a batch on that may not be committed. */
  clone(): SequenceHistory {
    const epochs = new Map<number, SequenceRanges>();
    for (const [epoch, ranges] of this.#epochs) epochs.set(epoch, ranges.clone());
    return new SequenceHistory(epochs, this.#forgotten);
  }

  /** Version, number of epochs, newest forgotten epoch, then each epoch with its numbers; some 30 bytes without gaps. */
  toBytes(): Uint8Array {
    let size = HEADER_BYTES;
    for (const ranges of this.#epochs.values()) size += 8 + ranges.byteLength;
    const bytes = new Uint8Array(size);
    const view = new DataView(bytes.buffer);
    bytes[0] = FORMAT_VERSION;
    bytes[1] = this.#epochs.size;
    view.setFloat64(2, this.#forgotten);
    let at = HEADER_BYTES;
    for (const [epoch, ranges] of this.#epochs) {
      view.setFloat64(at, epoch);
      at = ranges.write(bytes, at + 8);
    }
    return bytes;
  }

  #isTooOld(epoch: number): boolean {
    if (epoch <= this.#forgotten) return true;
    return this.#epochs.size >= MAX_SEQUENCE_EPOCHS && epoch < Math.min(...this.#epochs.keys());
  }

  #forgetOldest(): void {
    const oldest = Math.min(...this.#epochs.keys());
    this.#epochs.delete(oldest);
    this.#forgotten = Math.max(this.#forgotten, oldest);
  }
}

function unknownFormat(cause?: unknown): Error {
  return new Error('The sequence history is not in a known format.', { cause });
}
