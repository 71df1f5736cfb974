import { HEADER_BYTES, recordBytes, writeRecord } from './record.ts';

/** Most bytes that one write takes, unless a single record is larger. */
const GROUP_BYTES = 4 * 1024 * 1024;

/** One append on its way to the disk. */
export interface PendingAppend {
  readonly record: Uint8Array;
  readonly resolve: (id: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Number of appends, from the front, that go into the next write. */
export function groupLength(pending: readonly PendingAppend[]): number {
  let bytes = 0;
  let count = 0;
  for (const { record } of pending) {
    bytes += recordBytes(record.length);
    if (count > 0 && bytes > GROUP_BYTES) break;
    count++;
  }
  return count;
}

/** Lays out the records of one write after another in memory that is used again. One write at a time may use it. */
export class GroupBuffer {
  #buffer = Buffer.allocUnsafeSlow(64 * 1024);

  /** @param firstId - id of the first record; the others follow it */
  encode(group: readonly PendingAppend[], firstId: number, salt: number): Buffer {
    const size = group.reduce((sum, { record }) => sum + record.length, group.length * HEADER_BYTES);
    const target = this.#room(size);
    let offset = 0;
    for (const [i, { record }] of group.entries()) offset = writeRecord(target, offset, firstId + i, record, salt);
    return target.subarray(0, size);
  }

  #room(size: number): Buffer {
    // A record larger than a whole group is rare: its memory is not kept.
    if (size > GROUP_BYTES) return Buffer.allocUnsafeSlow(size);
    if (this.#buffer.length < size) this.#buffer = Buffer.allocUnsafeSlow(Math.min(GROUP_BYTES, size * 2));
    return this.#buffer;
  }
}
