/** How far below the highest number seen a late one can still be told from a resend. A multiple of 8. */
export const SEQUENCE_WINDOW_SIZE = 1_024;

const BITMAP_BYTES = SEQUENCE_WINDOW_SIZE / 8;

/** Size of a serialised window: the highest number as a double, then the bitmap. */
export const SEQUENCE_WINDOW_BYTES = 8 + BITMAP_BYTES;

/**
 * Remembers which sequence numbers of one epoch have been seen: the highest one and a bitmap of the 1,024 up to it.
 *
 * MQTT at QoS 1 delivers at least once, and a resend after a reconnect can come behind later messages, so the highest
 * number alone is not enough. A number below the window counts as seen: an agent that lets more than 1,024 newer
 * messages pass before it first sends an older one has it counted as a duplicate. The alternative, storing it, would
 * double every resend from a long spool.
 *
 * The bitmap is a ring: number `n` has bit `n mod 1024`, so that moving on clears bits and shifts nothing.
 */
export class SequenceWindow {
  readonly #seen: Uint8Array;
  #highest: number;

  private constructor(highest: number, seen: Uint8Array) {
    this.#highest = highest;
    this.#seen = seen;
  }

  /** A window in which only `seq` has been seen. */
  static startingAt(seq: number): SequenceWindow {
    const window = new SequenceWindow(seq, new Uint8Array(BITMAP_BYTES));
    window.#mark(seq);
    return window;
  }

  /**
   * Reads what {@link SequenceWindow.write} wrote.
   *
   * @throws RangeError when fewer than {@link SEQUENCE_WINDOW_BYTES} follow `offset`
   */
  static read(bytes: Uint8Array, offset: number): SequenceWindow {
    const view = new DataView(bytes.buffer, bytes.byteOffset + offset, SEQUENCE_WINDOW_BYTES);
    const seen = bytes.slice(offset + 8, offset + SEQUENCE_WINDOW_BYTES);
    return new SequenceWindow(view.getFloat64(0), seen);
  }

  /** Highest number seen. */
  get highest(): number {
    return this.#highest;
  }

  /** Tells whether `seq` was seen, or is too old to know. */
  has(seq: number): boolean {
    if (seq > this.#highest) return false;
    if (seq <= this.#highest - SEQUENCE_WINDOW_SIZE) return true;
    const bit = seq % SEQUENCE_WINDOW_SIZE;
    return ((this.#seen[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }

  /**
   * Marks `seq` as seen.
   *
   * @returns false when it had been seen before
   */
  add(seq: number): boolean {
    if (this.has(seq)) return false;
    if (seq > this.#highest) this.#advanceTo(seq);
    this.#mark(seq);
    return true;
  }

  clone(): SequenceWindow {
    return new SequenceWindow(this.#highest, this.#seen.slice());
  }

  /** Writes the window into `bytes` at `offset`; it takes {@link SEQUENCE_WINDOW_BYTES}. */
  write(bytes: Uint8Array, offset: number): void {
    new DataView(bytes.buffer, bytes.byteOffset + offset).setFloat64(0, this.#highest);
    bytes.set(this.#seen, offset + 8);
  }

  #advanceTo(seq: number): void {
    if (seq - this.#highest >= SEQUENCE_WINDOW_SIZE) this.#seen.fill(0);
    else for (let skipped = this.#highest + 1; skipped < seq; skipped++) this.#clear(skipped);
    this.#highest = seq;
  }

  #mark(seq: number): void {
    const bit = seq % SEQUENCE_WINDOW_SIZE;
    this.#seen[bit >> 3] = (this.#seen[bit >> 3] ?? 0) | (1 << (bit & 7));
  }

  #clear(seq: number): void {
    const bit = seq % SEQUENCE_WINDOW_SIZE;
    this.#seen[bit >> 3] = (this.#seen[bit >> 3] ?? 0) & ~(1 << (bit & 7));
  }
}
