import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createSynced } from './synced-file.ts';

/** A segment as its file name tells it: `<first entry id>-<salt>.log`. The name is its only header. */
export interface SegmentName {
  readonly file: string;
  readonly firstId: number;
  /** Start value of the checksums in this file. */
  readonly salt: number;
}

const NAME = /^(\d{16})-([0-9a-f]{8})\.log$/;

/** Folder of one shard below the log's own. */
export function shardFolder(dir: string, shard: number): string {
  return join(dir, `shard-${String(shard).padStart(3, '0')}`);
}

/** The shards that have a folder already, in order. */
export async function existingShards(dir: string): Promise<number[]> {
  const names = await readdir(dir);
  return names
    .map((name) => /^shard-(\d{3,})$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

/** Makes a folder whose entry in its parent survives a loss of power. */
export async function makeFolder(parent: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncFolder(parent);
}

/** The segments of a shard, oldest first. */
export async function listSegments(folder: string): Promise<SegmentName[]> {
  const names = await readdir(folder);
  return names.flatMap(parseName).sort(compareSegments);
}

/** Order in which segments are read. Two may share a first id when the creation of one was given up half way. */
export function compareSegments(a: SegmentName, b: SegmentName): number {
  if (a.firstId !== b.firstId) return a.firstId - b.firstId;
  return a.file < b.file ? -1 : Number(a.file > b.file);
}

/**
 * Creates an empty segment. Its name is durable when this resolves; the file's own size follows with each write.
 *
 * @throws Error (for example ENOSPC); the file is removed again then, as far as that is possible
 */
export async function createSegment(
  folder: string,
  firstId: number,
): Promise<{ name: SegmentName; handle: FileHandle }> {
  const salt = randomBytes(4).readUInt32BE();
  const file = `${String(firstId).padStart(16, '0')}-${salt.toString(16).padStart(8, '0')}.log`;
  const handle = await createSynced(join(folder, file));
  try {
    await syncFolder(folder);
    return { name: { file, firstId, salt }, handle };
  } catch (error) {
    await Promise.allSettled([handle.close(), unlink(join(folder, file))]);
    throw error;
  }
}

/** fsync of a folder: makes created and removed names durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function parseName(file: string): SegmentName[] {
  const match = NAME.exec(file);
  if (match === null) return [];
  return [{ file, firstId: Number(match[1]), salt: Number.parseInt(match[2] ?? '', 16) }];
}
