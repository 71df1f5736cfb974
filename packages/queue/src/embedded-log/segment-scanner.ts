import type { FileHandle } from 'node:fs/promises';
import { nextCandidate, parseRecord } from './record.ts';

const CHUNK_BYTES = 1024 * 1024;
/** A record's magic may straddle two chunks. */
const OVERLAP_BYTES = 3;

export interface ScannedRecord {
  readonly id: number;
  readonly payload: Uint8Array;
}

export interface Hole {
  readonly offset: number;
  readonly bytes: number;
}

export interface ScanStep {
  readonly records: readonly ScannedRecord[];
  /** Unreadable stretches that are followed by a readable record. */
  readonly holes: readonly Hole[];
  /** True when there is nothing more to read for now: the end of the file, or an entry above the wanted ones. */
  readonly ended: boolean;
}

/** Reads the records of one segment in chunks, stepping over what cannot be read. */
export class SegmentScanner {
  readonly #handle: FileHandle;
  readonly #salt: number;
  /** Behind the last readable record. */
  #offset = 0;
  /** Where to look next; beyond `#offset` while inside an unreadable stretch. */
  #probe = 0;
  #chunkBytes = CHUNK_BYTES;
  #fileBytes = 0;

  constructor(handle: FileHandle, salt: number) {
    this.#handle = handle;
    this.#salt = salt;
  }

  /** Offset behind the last readable record seen. */
  get offset(): number {
    return this.#offset;
  }

  /** Size of the file when it was last looked at. */
  get fileBytes(): number {
    return this.#fileBytes;
  }

  /**
   * Reads one chunk.
   *
   * @param upTo - highest entry id wanted. Bytes behind that entry are not looked at: in a file that is being
   *   written they may be half there, or be taken back.
   * @throws Error when the file cannot be read
   */
  async next(upTo: number): Promise<ScanStep> {
    this.#fileBytes = (await this.#handle.stat()).size;
    const bytes = await this.#read(Math.min(this.#chunkBytes, this.#fileBytes - this.#probe));
    const records: ScannedRecord[] = [];
    const holes: Hole[] = [];
    const stopped = this.#parse(bytes, upTo, records, holes);
    const ended = stopped || this.#probe >= this.#fileBytes;
    // What was unreadable may have been a write under way: the next call looks at it again.
    if (ended) this.#probe = this.#offset;
    return { records, holes, ended };
  }

  /** @returns true when the wanted entries are exhausted */
  #parse(bytes: Buffer, upTo: number, records: ScannedRecord[], holes: Hole[]): boolean {
    const start = this.#probe;
    let at = 0;
    this.#chunkBytes = CHUNK_BYTES;
    while (at < bytes.length) {
      const parsed = parseRecord(bytes, at, this.#salt);
      if (parsed.kind === 'record') {
        if (parsed.id > upTo) return true;
        if (start + at > this.#offset) holes.push({ offset: this.#offset, bytes: start + at - this.#offset });
        records.push(parsed);
        at = parsed.end;
        this.#offset = start + at;
        if (parsed.id === upTo) return true;
      } else if (parsed.kind === 'incomplete' && start + at + parsed.needed <= this.#fileBytes) {
        this.#chunkBytes = Math.max(CHUNK_BYTES, parsed.needed);
        break;
      } else {
        at = afterDamage(bytes, at);
      }
    }
    this.#probe = start + at;
    return false;
  }

  async #read(size: number): Promise<Buffer> {
    if (size <= 0) return Buffer.alloc(0);
    // Not from the pool: records are views that outlive this call.
    const buffer = Buffer.allocUnsafeSlow(size);
    const { bytesRead } = await this.#handle.read(buffer, 0, size, this.#probe);
    return buffer.subarray(0, bytesRead);
  }
}

function afterDamage(bytes: Buffer, at: number): number {
  const candidate = nextCandidate(bytes, at + 1);
  return candidate >= 0 ? candidate : Math.max(at + 1, bytes.length - OVERLAP_BYTES);
}
