import { randomUUID } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';

/**
 * What a reader in another thread of the same process needs to follow a log: positions in shared memory and the name
 * of the channel that wakes sleepers. Structured-cloneable.
 */
export interface EmbeddedLogSignal {
  readonly channel: string;
  readonly shards: number;
  readonly positions: SharedArrayBuffer;
}

const DURABLE = 0;
const RELEASED = 1;
const SLEEPERS = 2;
const SLOTS = 3;

export function createSignal(shards: number): EmbeddedLogSignal {
  const positions = new SharedArrayBuffer(shards * SLOTS * BigInt64Array.BYTES_PER_ELEMENT);
  return { channel: `hawser-log-${randomUUID()}`, shards, positions };
}

export type Wake = { readonly kind: 'appended' | 'released'; readonly shard: number };

/** One side's view of the shared positions, and its end of the channel. */
export class LogSignal {
  readonly #positions: BigInt64Array;
  readonly #channel: BroadcastChannel;

  /** @param onWake - called in this thread when the other side appended or released */
  constructor(signal: EmbeddedLogSignal, onWake: (wake: Wake) => void) {
    this.#positions = new BigInt64Array(signal.positions);
    this.#channel = new BroadcastChannel(signal.channel);
    this.#channel.onmessage = (event: unknown) => onWake((event as { data: Wake }).data);
    // A log that nobody closed must not keep the process alive.
    this.#channel.unref();
  }

  /** Id of the last entry that is on the disk for good. */
  durable(shard: number): number {
    return Number(Atomics.load(this.#positions, shard * SLOTS + DURABLE));
  }

  released(shard: number): number {
    return Number(Atomics.load(this.#positions, shard * SLOTS + RELEASED));
  }

  /** Publishes what is durable. The order "store, then look for sleepers" pairs with `sleeping`, so no wake-up is lost. */
  setDurable(shard: number, id: number): void {
    Atomics.store(this.#positions, shard * SLOTS + DURABLE, BigInt(id));
    if (Atomics.load(this.#positions, shard * SLOTS + SLEEPERS) > 0n) this.#post({ kind: 'appended', shard });
  }

  /** Moves the released position forward, never back. */
  release(shard: number, upTo: number): void {
    const at = shard * SLOTS + RELEASED;
    let seen = Atomics.load(this.#positions, at);
    while (seen < BigInt(upTo)) {
      const found = Atomics.compareExchange(this.#positions, at, seen, BigInt(upTo));
      if (found === seen) break;
      seen = found;
    }
    this.#post({ kind: 'released', shard });
  }

  /** Says that somebody waits for entries of the shard; look at `durable` after this, and undo it when done. */
  sleeping(shard: number, more: 1 | -1): void {
    Atomics.add(this.#positions, shard * SLOTS + SLEEPERS, BigInt(more));
  }

  close(): void {
    this.#channel.close();
  }

  #post(wake: Wake): void {
    this.#channel.postMessage(wake);
  }
}
