import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EntryId, QueueAppender } from '../port.ts';
import { EmbeddedLogAppender } from './appender.ts';
import type { OnCorruption } from './corruption.ts';
import { type RecoveredShard, recoverShard } from './recover.ts';
import { existingShards, makeFolder, shardFolder, syncFolder } from './segment-files.ts';
import { createSignal, type EmbeddedLogSignal } from './signal.ts';

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

export interface EmbeddedLog {
  readonly appender: QueueAppender;
  /** For `openEmbeddedLogReader`, in this or another thread. */
  readonly signal: EmbeddedLogSignal;
  /** Same as `appender.close()`. */
  close(): Promise<void>;
}

/**
 * Opens the writing end of a log in a folder of segment files, and repairs what a crash left behind.
 *
 * @throws Error when the folder cannot be used, or holds more shards than asked for
 */
export async function openEmbeddedLog(config: EmbeddedLogConfig): Promise<EmbeddedLog> {
  await mkdir(config.dir, { recursive: true, mode: 0o700 });
  await syncFolder(dirname(config.dir));
  await refuseFewerShards(config);
  const recovered: RecoveredShard[] = [];
  for (let shard = 0; shard < config.shards; shard++) recovered.push(await openShard(config, shard));
  const signal = createSignal(config.shards);
  const appender = new EmbeddedLogAppender(config, signal, recovered);
  return { appender, signal, close: () => appender.close() };
}

async function refuseFewerShards({ dir, shards }: EmbeddedLogConfig): Promise<void> {
  const highest = (await existingShards(dir)).at(-1) ?? -1;
  if (highest >= shards)
    throw new Error(`The log in ${dir} has ${highest + 1} shards; it cannot be opened with ${shards}`);
}

async function openShard(config: EmbeddedLogConfig, shard: number): Promise<RecoveredShard> {
  const folder = shardFolder(config.dir, shard);
  await makeFolder(config.dir, folder);
  return recoverShard(shard, folder, config.onCorruption);
}
