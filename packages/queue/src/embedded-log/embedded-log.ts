import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EntryId, QueueAppender, ShardDepth } from '../port.ts';
import { EmbeddedLogAppender } from './appender.ts';
import type { EmbeddedLogConfig } from './config.ts';
import { formatEntryId, parseEntryId } from './entry-id.ts';
import { type RecoveredShard, recoverShard } from './recover.ts';
import { existingShards, makeFolder, shardFolder, syncFolder } from './segment-files.ts';
import { createSignal, type EmbeddedLogSignal } from './signal.ts';

export interface EmbeddedLog {
  readonly appender: QueueAppender;
  /** For `openEmbeddedLogReader`, in this or another thread. */
  readonly signal: EmbeddedLogSignal;
  /** What of a shard lies above an entry, null for all of it; estimated as `ShardDepth` of the appender is. */
  depthAfter(shard: number, after: EntryId | null): ShardDepth;
  /** The highest entry of a shard that was ever there, as the log knows it; null when none was. */
  lastEntry(shard: number): EntryId | null;
  /** Leaves ids out: the next entry of a shard comes after `to`, at least. Not while an append is under way. */
  advance(shard: number, to: EntryId): void;
  /** Whether so many bytes of records and their headers would be taken without a wait. */
  hasRoom(bytes: number): boolean;
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
  return {
    appender,
    signal,
    depthAfter: (shard, after) => appender.depthAfter(shard, after),
    lastEntry: (shard) => (appender.lastId(shard) === 0 ? null : formatEntryId(appender.lastId(shard))),
    advance: (shard, to) => appender.advance(shard, parseEntryId(to)),
    hasRoom: (bytes) => appender.hasRoom(bytes),
    close: () => appender.close(),
  };
}

async function refuseFewerShards({ dir, shards }: EmbeddedLogConfig): Promise<void> {
  const highest = (await existingShards(dir)).at(-1) ?? -1;
  if (highest >= shards)
    throw new TooFewShards(`The log in ${dir} has ${highest + 1} shards; it cannot be opened with ${shards}`);
}

/** The folder of a log holds more shards than it is to be opened with. */
export class TooFewShards extends Error {}

async function openShard(config: EmbeddedLogConfig, shard: number): Promise<RecoveredShard> {
  const folder = shardFolder(config.dir, shard);
  await makeFolder(config.dir, folder);
  return recoverShard(shard, folder, config.onCorruption);
}
