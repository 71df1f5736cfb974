const CONNECT = 1;
const CONTINUATION_BIT = 0x80;
/** A CONNECT packet holds five fields of at most 64 KiB; ours need far less than the largest will. */
const MAX_CONNECT_BYTES = 80 * 1024;

export type FrameProblem = 'packet-too-large' | 'not-mqtt';

/**
 * Follows the packet boundaries in a stream of MQTT bytes (MQTT 3.1.1 section 2.2) without keeping any of them, so that
 * a packet above the limit is known from its header, before anything of it is buffered.
 */
export class FrameTracker {
  readonly #maxBytes: number;
  /** Bytes of the packet's body that are still to come. */
  #body = 0;
  /** Bytes of the header seen so far; 0 between packets. */
  #headerBytes = 0;
  #type = 0;
  #length = 0;
  #connectSeen = false;
  #packets = 0;

  /** @param maxBytes - most bytes after the fixed header */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Packets that have come whole. */
  get packets(): number {
    return this.#packets;
  }

  /** Follows the next bytes; the stream must be given up when this answers a problem. */
  observe(chunk: Uint8Array): FrameProblem | null {
    let at = 0;
    while (at < chunk.length) {
      if (this.#body > 0) {
        const skipped = Math.min(this.#body, chunk.length - at);
        this.#body -= skipped;
        at += skipped;
        if (this.#body === 0) this.#packets++;
        continue;
      }
      const problem = this.#header(chunk[at] ?? 0);
      if (problem !== null) return problem;
      at++;
    }
    return null;
  }

  #header(byte: number): FrameProblem | null {
    this.#headerBytes++;
    if (this.#headerBytes === 1) return this.#begin(byte >> 4);
    if (this.#headerBytes > 5) return 'not-mqtt';
    this.#length += (byte & ~CONTINUATION_BIT) * 128 ** (this.#headerBytes - 2);
    return (byte & CONTINUATION_BIT) === 0 ? this.#end() : null;
  }

  #begin(type: number): FrameProblem | null {
    this.#type = type;
    this.#length = 0;
    if (!this.#connectSeen && type !== CONNECT) return 'not-mqtt';
    this.#connectSeen = true;
    return null;
  }

  #end(): FrameProblem | null {
    this.#headerBytes = 0;
    this.#body = this.#length;
    if (this.#length === 0) this.#packets++;
    const limit = this.#type === CONNECT ? Math.min(MAX_CONNECT_BYTES, this.#maxBytes) : this.#maxBytes;
    return this.#length > limit ? 'packet-too-large' : null;
  }
}
