import { formatEntryId, parseEntryId } from '../embedded-log/entry-id.ts';
import type { BatchBounds, ForwardSource } from '../forwarding/shard-forwarder.ts';
import type { QueueReader } from '../port.ts';
import type { PositionedRecord } from '../redis-streams/entry-codec.ts';

/** After this long without a new entry the stream is looked at again: it may have been lost meanwhile. */
const WAIT_MS = 5_000;

export interface JournalSourceDeps {
  readonly shard: number;
  readonly journal: string;
  readonly reader: QueueReader;
  /** Position up to which the database has the shard's entries of this journal; 0 when it has none. */
  readonly storedUpTo: () => Promise<number>;
  /** Told up to which position the stream has the entries. */
  readonly onForwarded: (upTo: number, entries: number) => void;
}

/** Gives a forwarder the entries of one shard of a journal. */
export class JournalSource implements ForwardSource {
  readonly journal: string;
  readonly #deps: JournalSourceDeps;

  constructor(deps: JournalSourceDeps) {
    this.journal = deps.journal;
    this.#deps = deps;
  }

  async read(after: number, bounds: BatchBounds, signal: AbortSignal): Promise<readonly PositionedRecord[]> {
    const { reader, shard } = this.#deps;
    const options = { ...bounds, waitMs: WAIT_MS, signal };
    const entries = await reader.read(shard, after === 0 ? null : formatEntryId(after), options);
    return entries.map(({ id, record }) => ({ position: parseEntryId(id), record }));
  }

  settledUpTo(): Promise<number> {
    return this.#deps.storedUpTo();
  }

  forwarded(records: readonly PositionedRecord[]): void {
    const last = records.at(-1);
    if (last !== undefined) this.#deps.onForwarded(last.position, records.length);
  }

  async found(upTo: number): Promise<void> {
    this.#deps.onForwarded(upTo, 0);
  }
}
