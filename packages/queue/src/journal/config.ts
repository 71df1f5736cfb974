import type { Logger } from '@hawser/platform';
import type { OnCorruption } from '../embedded-log/corruption.ts';
import type { EntryId } from '../port.ts';
import type { StreamWriter } from '../redis-streams/stream-writer.ts';

export interface JournaledQueueConfig {
  /** Folder of the journal; made when it is missing. One process at a time may have it open. */
  readonly dir: string;
  readonly shards: number;
  /** Most bytes that are not stored yet; above it appends wait. */
  readonly maxBytes: number;
}

/** Positions by shard; a shard that is not in the map has none. */
export type Positions = ReadonlyMap<number, number>;

export interface JournaledQueueDeps {
  /** Not closed by the journal. */
  readonly writer: StreamWriter;
  /** Asks the database up to which position it has the entries of a journal. */
  readonly storedPositions: (journal: string) => Promise<Positions>;
  /** Asks the database up to which position the entries of a journal are counted as received. */
  readonly countedPositions: (journal: string) => Promise<Positions>;
  /** See `ForwarderDeps.newGeneration`. */
  readonly newGeneration: (shard: number) => Promise<EntryId | null>;
  /** When a record was received, in milliseconds since the Unix epoch; null when it cannot be told. */
  readonly receivedAt: (record: Uint8Array) => number | null;
  readonly clock: () => number;
  readonly log: Logger;
  readonly onCorruption: OnCorruption;
  /** Told how many entries went into the stream of a shard. */
  readonly onForwarded?: (shard: number, entries: number) => void;
}

export interface JournalStats {
  /** Entries that are not in Redis yet. */
  readonly spooledEntries: number;
  readonly spooledBytes: number;
  /** Age of the oldest entry that Redis does not take, or how long it has taken none; 0 while it takes them. */
  readonly oldestAgeMs: number;
  /** `spooling`: Redis takes no messages of at least one shard. `full`: appends wait for room. */
  readonly state: 'flowing' | 'spooling' | 'full';
}
