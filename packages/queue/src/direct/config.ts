import type { Logger } from '@hawser/platform';
import type { OnCorruption } from '../embedded-log/corruption.ts';
import type { RedisCheck } from '../forwarding/shard-forwarder.ts';
import type { Positions } from '../journal/config.ts';
import type { EntryId, QueueReader } from '../port.ts';
import type { StreamWriter } from '../redis-streams/stream-writer.ts';

export interface DirectQueueConfig {
  /** Folder of the identity and of the disk spool; made when it is missing. One process at a time may have it open. */
  readonly dir: string;
  /** Most bytes that the disk spool takes; null for none: what Redis does not take waits in memory then. */
  readonly spoolMaxBytes: number | null;
}

export interface DirectQueueDeps {
  /** Not closed by the queue. */
  readonly writer: StreamWriter;
  /** Reads the same streams, for what this process does not have in memory any more. Not closed by the queue. */
  readonly streams: Pick<QueueReader, 'read'>;
  /** Asks the database up to which position it has the entries of a journal. */
  readonly storedPositions: (journal: string) => Promise<Positions>;
  /** Asks the database up to which position the entries of a journal are counted as received. */
  readonly countedPositions: (journal: string) => Promise<Positions>;
  /** See `ForwarderDeps.newGeneration`. */
  readonly newGeneration: (shard: number) => Promise<EntryId | null>;
  /** See `ForwarderDeps.redisCheck`; for `redis-aof` it is an `AppendOnlyCheck`. */
  readonly redisCheck?: RedisCheck;
  /** When a record was received, in milliseconds since the Unix epoch; null when it cannot be told. */
  readonly receivedAt: (record: Uint8Array) => number | null;
  readonly clock: () => number;
  readonly log: Logger;
  readonly onCorruption: OnCorruption;
}
