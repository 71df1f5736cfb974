import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/**
 * On Linux a file opened with O_DSYNC makes each write what a write followed by fdatasync is: one visit to the thread
 * pool in place of two, and on a busy machine each of them waits for a processor twice. Elsewhere the flag is missing, or
 * does not empty the cache of the drive.
 */
const IS_SYNCED_BY_WRITING = process.platform === 'linux';
const SYNCED = IS_SYNCED_BY_WRITING ? constants.O_DSYNC : 0;

/** Makes a file for `writeSynced`. @throws Error when there is one of that name */
export function createSynced(path: string): Promise<FileHandle> {
  return open(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | SYNCED, 0o600);
}

/** Opens a file that is there for reading and `writeSynced`. */
export function openSynced(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDWR | SYNCED);
}

/**
 * Writes bytes at a position, and resolves when they are on the disk with the size of the file.
 *
 * @param handle - from `createSynced` or `openSynced`
 * @throws Error when that cannot be done; what of it is in the file then is not known
 */
export async function writeSynced(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  // A write may be short, for example on a disk that is nearly full.
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
  if (!IS_SYNCED_BY_WRITING) await handle.datasync();
}
