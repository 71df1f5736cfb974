import { type FileHandle, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnCorruption } from './corruption.ts';
import { listSegments, type SegmentName, syncFolder } from './segment-files.ts';
import { SegmentScanner } from './segment-scanner.ts';
import { openSynced } from './synced-file.ts';

/** What the writer knows of a segment. */
export interface Segment {
  readonly name: SegmentName;
  /** `firstId - 1` while it is empty. */
  lastId: number;
  /** Bytes of records that are durable. */
  bytes: number;
}

export interface RecoveredShard {
  /** Oldest first. */
  readonly segments: Segment[];
  /** Open for writing at the end of the last segment; null when the shard has no segment yet. */
  readonly handle: FileHandle | null;
}

/**
 * Puts a shard back in order after a crash. Only the last segment can end in the middle of a write, because a new one is
 * begun after everything in the one before was synced. Nothing readable is ever removed: the file is cut behind its
 * last readable record, so what goes is the torn end of a write whose appends never resolved. What stays is synced,
 * because a record that reached only the page cache before a kill is about to be shown to readers as durable.
 *
 * @throws Error when the folder cannot be read or written
 */
export async function recoverShard(shard: number, folder: string, report: OnCorruption): Promise<RecoveredShard> {
  const names = await removeEmpty(folder, await listSegments(folder));
  const last = names.at(-1);
  if (last === undefined) return { segments: [], handle: null };
  const handle = await openSynced(join(folder, last.file));
  try {
    const segments = await Promise.all(names.slice(0, -1).map((name, i) => finished(folder, name, names[i + 1])));
    segments.push(await recoverLast(shard, last, handle, report));
    return { segments, handle };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A finished segment ends where the next one begins; what is in it is found out by whoever reads it. */
async function finished(folder: string, name: SegmentName, next: SegmentName | undefined): Promise<Segment> {
  const { size } = await stat(join(folder, name.file));
  return { name, lastId: (next?.firstId ?? name.firstId) - 1, bytes: size };
}

async function recoverLast(
  shard: number,
  name: SegmentName,
  handle: FileHandle,
  report: OnCorruption,
): Promise<Segment> {
  const scanner = new SegmentScanner(handle, name.salt);
  let lastId = name.firstId - 1;
  for (let ended = false; !ended; ) {
    const step = await scanner.next(Number.MAX_SAFE_INTEGER);
    lastId = step.records.at(-1)?.id ?? lastId;
    for (const hole of step.holes) report({ shard, segment: name.file, ...hole, cause: 'damaged' });
    ended = step.ended;
  }
  const torn = scanner.fileBytes - scanner.offset;
  if (torn > 0) {
    report({ shard, segment: name.file, offset: scanner.offset, bytes: torn, cause: 'torn-tail' });
    await handle.truncate(scanner.offset);
  }
  await handle.datasync();
  return { name, lastId, bytes: scanner.offset };
}

/**
 * Drops segments without a byte: left over from a creation that was given up. One is kept when it is the newest, since
 * its name carries the next id.
 */
async function removeEmpty(folder: string, names: SegmentName[]): Promise<SegmentName[]> {
  const sizes = await Promise.all(names.map(async ({ file }) => (await stat(join(folder, file))).size));
  const kept = names.filter((_, i) => sizes[i] !== 0);
  const newest = names.at(-1);
  if (newest !== undefined && newest.firstId > (kept.at(-1)?.firstId ?? 0)) kept.push(newest);
  const dropped = names.filter((name) => !kept.includes(name));
  for (const { file } of dropped) await unlink(join(folder, file));
  if (dropped.length > 0) await syncFolder(folder);
  return kept;
}
