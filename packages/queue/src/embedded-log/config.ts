import type { EntryId } from '../port.ts';
import type { OnCorruption } from './corruption.ts';

export interface EmbeddedLogConfig {
  /** Folder of the log; made when it is missing. One process at a time may have it open. */
  readonly dir: string;
  readonly shards: number;
  /** Size at which a new file is begun, in bytes; default 64 MiB. */
  readonly segmentBytes?: number;
  /** Most bytes not yet released; above it appends wait. Default 1 GiB. */
  readonly maxBytes?: number;
  /**
   * Per shard, the highest id that the database has on record as stored or counted. New entries come after it, so that
   * an id is never given out again when files of the log were lost or damaged and the database was not.
   */
  readonly startAfter?: readonly (EntryId | null)[];
  readonly onCorruption: OnCorruption;
  /** Called when a released file could not be deleted; it is tried again with the next release. */
  readonly onReleaseError: (error: unknown) => void;
}
