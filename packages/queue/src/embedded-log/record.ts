import { crc32 } from 'node:zlib';
import { MAX_RECORD_BYTES } from '../port.ts';

/*
 * A record in a segment file, all numbers big-endian:
 *
 *   0  u32  magic "HWR1"
 *   4  u32  CRC-32 of everything from byte 8 to the end of the record, started from the segment's salt
 *   8  u32  length of the payload in bytes
 *  12  u64  entry id
 *  20       payload
 *
 * The salt is random per segment, so a payload cannot contain bytes that pass for a record when a damaged place is
 * searched for the next one.
 */
const MAGIC = 0x48575231;
const MAGIC_BYTES = Buffer.from('HWR1', 'latin1');
const CRC_AT = 4;
const CHECKED_FROM = 8;
const LENGTH_AT = 8;
const ID_AT = 12;

export const HEADER_BYTES = 20;

/** Bytes that a payload of this length takes in the file. */
export function recordBytes(payloadBytes: number): number {
  return HEADER_BYTES + payloadBytes;
}

/**
 * Writes one record into `target` at `offset`.
 *
 * @returns the offset behind the record
 */
export function writeRecord(target: Buffer, offset: number, id: number, payload: Uint8Array, salt: number): number {
  const end = offset + recordBytes(payload.length);
  target.writeUInt32BE(MAGIC, offset);
  target.writeUInt32BE(payload.length, offset + LENGTH_AT);
  target.writeBigUInt64BE(BigInt(id), offset + ID_AT);
  target.set(payload, offset + HEADER_BYTES);
  target.writeUInt32BE(crc32(target.subarray(offset + CHECKED_FROM, end), salt), offset + CRC_AT);
  return end;
}

export type ParsedRecord =
  | { readonly kind: 'record'; readonly id: number; readonly payload: Uint8Array; readonly end: number }
  /** The bytes end before the record does; `needed` counts from its start. */
  | { readonly kind: 'incomplete'; readonly needed: number }
  | { readonly kind: 'damaged' };

const DAMAGED: ParsedRecord = { kind: 'damaged' };

/** Reads the record that should start at `offset`; the payload is a view on `bytes`. */
export function parseRecord(bytes: Buffer, offset: number, salt: number): ParsedRecord {
  const available = bytes.length - offset;
  if (available < HEADER_BYTES) return { kind: 'incomplete', needed: HEADER_BYTES };
  if (bytes.readUInt32BE(offset) !== MAGIC) return DAMAGED;
  const length = bytes.readUInt32BE(offset + LENGTH_AT);
  // Nothing longer was ever appended.
  if (length > MAX_RECORD_BYTES) return DAMAGED;
  const end = offset + recordBytes(length);
  if (end > bytes.length) return { kind: 'incomplete', needed: recordBytes(length) };
  if (crc32(bytes.subarray(offset + CHECKED_FROM, end), salt) !== bytes.readUInt32BE(offset + CRC_AT)) return DAMAGED;
  const id = Number(bytes.readBigUInt64BE(offset + ID_AT));
  return { kind: 'record', id, payload: bytes.subarray(offset + HEADER_BYTES, end), end };
}

/** Offset of the next place at or after `from` where a record could start, or -1. */
export function nextCandidate(bytes: Buffer, from: number): number {
  return bytes.indexOf(MAGIC_BYTES, from);
}
