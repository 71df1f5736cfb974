import type { BatchBounds, ForwardSource } from '../forwarding/shard-forwarder.ts';
import type { EntryId } from '../port.ts';
import type { PositionedRecord } from '../redis-streams/entry-codec.ts';

/** Ids of the entries of this source, by position, from a position on. */
type LookUp = (from: number) => Promise<ReadonlyMap<number, EntryId>>;

const RELEASED = '0-1' as EntryId;

interface PendingRecord extends PositionedRecord {
  readonly resolve: (id: EntryId) => void;
  readonly reject: (error: Error) => void;
}

/** Records of one shard on their way to Redis, kept in memory until it has confirmed them. */
export class MemorySource implements ForwardSource {
  readonly journal: string;
  readonly #lookUp: LookUp;
  readonly #onSettled: () => void;
  #pending: PendingRecord[] = [];
  #lastPosition = 0;
  #settled = 0;
  #wake: () => void = () => undefined;

  /**
   * @param lookUp - finds ids of entries whose confirmation never came
   * @param onSettled - called when records were confirmed
   */
  constructor(journal: string, lookUp: LookUp, onSettled: () => void) {
    this.journal = journal;
    this.#lookUp = lookUp;
    this.#onSettled = onSettled;
  }

  get empty(): boolean {
    return this.#pending.length === 0;
  }

  add(record: Uint8Array): Promise<EntryId> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ position: ++this.#lastPosition, record, resolve, reject });
      this.#wake();
    });
  }

  async read(after: number, bounds: BatchBounds, signal: AbortSignal): Promise<readonly PositionedRecord[]> {
    // Positions have no gaps, so that of the first pending record tells where to begin.
    const from = (): number => Math.max(0, after - this.#settled);
    if (from() >= this.#pending.length) await this.#sleep(signal);
    // Records added in the same turn of the event loop share a batch.
    await Promise.resolve();
    return signal.aborted ? [] : fitting(this.#pending, from(), bounds);
  }

  async settledUpTo(): Promise<number> {
    return this.#settled;
  }

  forwarded(records: readonly PositionedRecord[], ids: readonly EntryId[]): void {
    const confirmed = this.#pending.splice(0, records.length);
    this.#settled += confirmed.length;
    for (const [i, { resolve, reject }] of confirmed.entries()) {
      const id = ids[i];
      if (id === undefined) reject(new Error('Redis confirmed fewer entries than it was sent'));
      else resolve(id);
    }
    this.#onSettled();
  }

  async found(upTo: number): Promise<void> {
    const confirmed = this.#pending.filter(({ position }) => position <= upTo);
    if (confirmed.length === 0) return;
    const ids = await this.#lookUp(this.#settled + 1);
    // Entries that are released by now have no id any more: they stand before everything that is still there.
    this.forwarded(
      confirmed,
      confirmed.map(({ position }) => ids.get(position) ?? RELEASED),
    );
  }

  /** Refuses everything that is not confirmed. */
  refuse(error: Error): void {
    for (const { reject } of this.#pending.splice(0)) reject(error);
  }

  #sleep(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        this.#wake = () => undefined;
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }
}

function fitting(pending: readonly PendingRecord[], from: number, bounds: BatchBounds): readonly PositionedRecord[] {
  let bytes = 0;
  let end = from;
  for (; end < pending.length && end - from < bounds.maxEntries; end++) {
    bytes += pending[end]?.record.length ?? 0;
    if (end > from && bytes > bounds.maxBytes) break;
  }
  return pending.slice(from, end);
}
