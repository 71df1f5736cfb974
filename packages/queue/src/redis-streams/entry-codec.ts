import type { EntryId, EntryOrigin, QueueEntry } from '../port.ts';

/*
 * An entry of a stream has one field, `e`. Its value, all numbers big-endian:
 *
 *   0  u8   version, 1
 *   1  16 B UUID of the journal
 *  17  u64  position in the journal
 *  25       record
 *
 * A batch goes to Redis as one argument, in which a u32 before each value gives its length.
 */
const VERSION = 1;
const JOURNAL_AT = 1;
const JOURNAL_BYTES = 16;
const POSITION_AT = 17;
export const ENTRY_FIELD = 'e';
const FIELD = Buffer.from(ENTRY_FIELD);
export const ENTRY_HEADER_BYTES = 25;
const LENGTH_BYTES = 4;

export interface PositionedRecord {
  readonly position: number;
  readonly record: Uint8Array;
}

/** UUID of a journal as the 16 bytes it is. */
export function journalBytes(journal: string): Buffer {
  const bytes = Buffer.from(journal.replaceAll('-', ''), 'hex');
  if (bytes.length !== JOURNAL_BYTES) throw new RangeError(`"${journal}" is not a UUID`);
  return bytes;
}

/** Lays out a batch for the script that appends it. */
export function encodeBatch(journal: Buffer, records: readonly PositionedRecord[]): Buffer {
  const size = records.reduce((sum, { record }) => sum + record.length, 0);
  const batch = Buffer.allocUnsafe(size + records.length * (LENGTH_BYTES + ENTRY_HEADER_BYTES));
  let at = 0;
  for (const { position, record } of records) {
    batch.writeUInt32BE(ENTRY_HEADER_BYTES + record.length, at);
    at += LENGTH_BYTES;
    batch[at] = VERSION;
    batch.set(journal, at + JOURNAL_AT);
    writePosition(batch, at + POSITION_AT, position);
    batch.set(record, at + ENTRY_HEADER_BYTES);
    at += ENTRY_HEADER_BYTES + record.length;
  }
  return batch;
}

/** Reads entries of streams. Journals are few, so the text of each is made once. */
export class EntryDecoder {
  #bytes: Buffer = Buffer.alloc(JOURNAL_BYTES);
  #journal = formatUuid(this.#bytes);

  /** @param fields - names and values in turn, as Redis gives them */
  decode(id: EntryId, fields: readonly Buffer[]): QueueEntry {
    const [name, value] = fields;
    if (fields.length === 2 && value !== undefined && name?.equals(FIELD)) return this.decodeValue(id, value);
    return { id, record: describeForeign(fields) };
  }

  /** @param value - of the one field that our entries have */
  decodeValue(id: EntryId, value: Buffer): QueueEntry {
    if (!isOurs(value)) return { id, record: describeForeign([FIELD, value]) };
    return { id, record: value.subarray(ENTRY_HEADER_BYTES), origin: this.#origin(value) };
  }

  #origin(value: Buffer): EntryOrigin {
    if (value.compare(this.#bytes, 0, JOURNAL_BYTES, JOURNAL_AT, POSITION_AT) !== 0) {
      this.#bytes = Buffer.from(value.subarray(JOURNAL_AT, POSITION_AT));
      this.#journal = formatUuid(this.#bytes);
    }
    return { journal: this.#journal, position: readPosition(value, POSITION_AT) };
  }
}

function isOurs(value: Buffer): boolean {
  if (value.length < ENTRY_HEADER_BYTES || value[0] !== VERSION) return false;
  return value.readUInt32BE(POSITION_AT) <= MAX_HIGH;
}

/** Whatever else stands in the stream, as text lines `field: value` around the bytes that were there. */
function describeForeign(fields: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  for (const [at, part] of fields.entries()) parts.push(part, at % 2 === 0 ? SEPARATOR : NEWLINE);
  return Buffer.concat(parts);
}

const SEPARATOR = Buffer.from(': ');
const NEWLINE = Buffer.from('\n');
const TWO_32 = 2 ** 32;
/** Highest upper half of a position that is a safe integer. */
const MAX_HIGH = 2 ** 21 - 1;

function writePosition(target: Buffer, at: number, position: number): void {
  target.writeUInt32BE(Math.floor(position / TWO_32), at);
  target.writeUInt32BE(position % TWO_32, at + 4);
}

function readPosition(source: Buffer, at: number): number {
  return source.readUInt32BE(at) * TWO_32 + source.readUInt32BE(at + 4);
}

function formatUuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
