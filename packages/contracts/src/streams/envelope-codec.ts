import { Buffer, isUtf8 } from 'node:buffer';

import type { AccountId, AgentId, DeadLetterId } from '@hawser/core';

import { type Envelope, MESSAGE_KINDS, type MessageKind } from './envelope.ts';
import { PLACED_VERSION, withoutPlace } from './placed-record.ts';

/*
 * Layout, version 1, big endian: version u8 · kind u8 · receivedAt f64 · payload length u32 · one u16 byte length per
 * string (in the order of STRINGS; 0xffff stands for null) · the strings in UTF-8 · the payload.
 * All lengths come first, so that a peek reads fixed places and the payload is one view at the end.
 * Version 2 is this behind the place where it waited, see `placed-record.ts`; reading passes over that.
 */
const VERSION = 1;
const KIND_AT = 1;
const RECEIVED_AT = 2;
const PAYLOAD_LENGTH_AT = 10;
const LENGTHS_AT = 14;

const STRINGS = [
  'account',
  'agent',
  'agentName',
  'serviceInstance',
  'dialect',
  'topic',
  'contentType',
  'traceparent',
  'replayOf',
] as const;
const STRINGS_AT = LENGTHS_AT + 2 * STRINGS.length;
const NULL_LENGTH = 0xffff;
const REPLAY_OF_LENGTH_AT = LENGTHS_AT + 2 * STRINGS.indexOf('replayOf');

/** Highest first byte that a later version of the layout may have; what begins with another byte is no envelope. */
const LAST_VERSION = 31;

/** Why bytes are not an envelope: written by something else, by a newer program, or not as they were written. */
export type EnvelopeFault = 'foreign' | 'newer' | 'damaged';

/** The bytes cannot be read as an envelope. */
export class EnvelopeError extends Error {
  readonly fault: EnvelopeFault;

  constructor(fault: EnvelopeFault, message: string) {
    super(`envelope: ${message}`);
    this.name = 'EnvelopeError';
    this.fault = fault;
  }
}

/** What counting needs to know of an envelope. */
export interface EnvelopePeek {
  readonly account: AccountId;
  readonly agent: AgentId;
  /** Milliseconds since the Unix epoch. */
  readonly receivedAt: number;
  readonly payloadBytes: number;
  /** True when this is a dead letter on its second way, which was already counted when it first came. */
  readonly isReplay: boolean;
}

/**
 * Writes an envelope as one queue record.
 *
 * @returns a new buffer that holds a copy of the payload
 * @throws Error when a string is longer than 65,534 bytes of UTF-8 or `receivedAt` is not a finite number
 */
export function encodeEnvelope(envelope: Envelope): Uint8Array {
  if (!Number.isFinite(envelope.receivedAt)) throw new Error('envelope: receivedAt is not a finite number');
  const lengths = STRINGS.map((name) => encodedLength(name, envelope[name]));
  const textBytes = lengths.reduce((sum, length) => sum + (length === NULL_LENGTH ? 0 : length), 0);
  const record = Buffer.allocUnsafe(STRINGS_AT + textBytes + envelope.payload.byteLength);
  record.writeUInt8(VERSION, 0);
  record.writeUInt8(MESSAGE_KINDS.indexOf(envelope.kind), KIND_AT);
  record.writeDoubleBE(envelope.receivedAt, RECEIVED_AT);
  record.writeUInt32BE(envelope.payload.byteLength, PAYLOAD_LENGTH_AT);
  let at = STRINGS_AT;
  for (const [i, name] of STRINGS.entries()) {
    record.writeUInt16BE(lengths[i] ?? NULL_LENGTH, LENGTHS_AT + 2 * i);
    at += record.write(envelope[name] ?? '', at);
  }
  record.set(envelope.payload, at);
  return record;
}

/**
 * Reads a queue record back.
 *
 * @returns the envelope; its payload is a view into `bytes`, not a copy
 * @throws EnvelopeError when the bytes are not exactly one envelope of a known version
 */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  const record = openRecord(bytes);
  const kind = readKind(record);
  let at = STRINGS_AT;
  const next = (index: number): string | null => {
    const length = record.readUInt16BE(LENGTHS_AT + 2 * index);
    if (length === NULL_LENGTH) return null;
    at += length;
    return readText(record, at - length, at);
  };
  const [account, agent, agentName] = [required(next, 0), required(next, 1), required(next, 2)];
  const [serviceInstance, dialect, topic] = [required(next, 3), required(next, 4), required(next, 5)];
  const [contentType, traceparent, replayOf] = [next(6), next(7), next(8)];
  return {
    account: account as AccountId,
    agent: agent as AgentId,
    agentName,
    serviceInstance,
    dialect,
    kind,
    topic,
    contentType,
    receivedAt: record.readDoubleBE(RECEIVED_AT),
    traceparent,
    replayOf: replayOf as DeadLetterId | null,
    payload: new Uint8Array(record.buffer, record.byteOffset + at, record.byteLength - at),
  };
}

/** Everything of an envelope but its payload and what differs from message to message of one agent. */
export type EnvelopeHeader = Omit<Envelope, 'kind' | 'receivedAt' | 'payload'>;

/** Together about 10 MB at most. */
const MAX_HEADERS = 5_000;
const MAX_HEADER_BYTES = 1_024;

/**
 * Reads envelopes of the same agents again and again: the texts of an agent's messages are the same bytes each time, so
 * they are decoded once and remembered. Bounded; gives the same envelopes as {@link decodeEnvelope}.
 */
export class EnvelopeReader {
  readonly #headers = new Map<string, EnvelopeHeader>();
  readonly #check: (header: EnvelopeHeader) => void;

  /** @param check - looks at each header once; what it throws, `read` throws */
  constructor(check: (header: EnvelopeHeader) => void) {
    this.#check = check;
  }

  /** @throws EnvelopeError as `decodeEnvelope`, and what the check throws */
  read(bytes: Uint8Array): Envelope {
    const record = openRecord(bytes);
    const payloadAt = record.length - record.readUInt32BE(PAYLOAD_LENGTH_AT);
    // One character per byte, lengths included: different bytes never look the same.
    const key = record.toString('latin1', LENGTHS_AT, payloadAt);
    const header = this.#headers.get(key) ?? this.#decode(bytes, key);
    return {
      account: header.account,
      agent: header.agent,
      agentName: header.agentName,
      serviceInstance: header.serviceInstance,
      dialect: header.dialect,
      kind: readKind(record),
      topic: header.topic,
      contentType: header.contentType,
      receivedAt: record.readDoubleBE(RECEIVED_AT),
      traceparent: header.traceparent,
      replayOf: header.replayOf,
      payload: new Uint8Array(record.buffer, record.byteOffset + payloadAt, record.byteLength - payloadAt),
    };
  }

  #decode(bytes: Uint8Array, key: string): EnvelopeHeader {
    const { kind: _kind, receivedAt: _receivedAt, payload: _payload, ...header } = decodeEnvelope(bytes);
    this.#check(header);
    if (key.length > MAX_HEADER_BYTES) return header;
    // What is unlike each time, a trace for example, must not push out the rest for ever.
    if (this.#headers.size >= MAX_HEADERS) this.#headers.clear();
    this.#headers.set(key, header);
    return header;
  }
}

/**
 * Reads only what counting needs, without touching topic or payload.
 *
 * @throws EnvelopeError when the bytes are not exactly one envelope of a known version
 */
export function peekEnvelope(bytes: Uint8Array): EnvelopePeek {
  const record = openRecord(bytes);
  const accountEnd = STRINGS_AT + record.readUInt16BE(LENGTHS_AT);
  const agentEnd = accountEnd + record.readUInt16BE(LENGTHS_AT + 2);
  return {
    account: readText(record, STRINGS_AT, accountEnd) as AccountId,
    agent: readText(record, accountEnd, agentEnd) as AgentId,
    receivedAt: record.readDoubleBE(RECEIVED_AT),
    payloadBytes: record.readUInt32BE(PAYLOAD_LENGTH_AT),
    isReplay: record.readUInt16BE(REPLAY_OF_LENGTH_AT) !== NULL_LENGTH,
  };
}

function encodedLength(name: string, text: string | null): number {
  if (text === null) return NULL_LENGTH;
  const length = Buffer.byteLength(text);
  if (length >= NULL_LENGTH) throw new Error(`envelope: ${name} is longer than ${NULL_LENGTH - 1} bytes`);
  return length;
}

/** Checks the fixed part: after this every length in the header is known to fit the bytes. */
function openRecord(bytes: Uint8Array): Buffer {
  const version = bytes[0] ?? 0;
  if (version === PLACED_VERSION) return openPlaced(bytes);
  if (version !== VERSION) throw unknownVersion(version);
  const record = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (record.length < STRINGS_AT) throw damaged(`${record.length} bytes are too short for the header`);
  let expected = STRINGS_AT + record.readUInt32BE(PAYLOAD_LENGTH_AT);
  for (let i = 0; i < STRINGS.length; i++) {
    const length = record.readUInt16BE(LENGTHS_AT + 2 * i);
    if (length !== NULL_LENGTH) expected += length;
    else if (i < 6) throw damaged(`${STRINGS[i]} is missing`);
  }
  if (expected !== record.length) throw damaged(`${record.length} bytes instead of ${expected}`);
  if (!Number.isFinite(record.readDoubleBE(RECEIVED_AT))) throw damaged('receivedAt is not finite');
  return record;
}

function openPlaced(bytes: Uint8Array): Buffer {
  const inner = withoutPlace(bytes);
  if (inner === null) throw damaged('it ends within its place');
  if (inner[0] !== VERSION) throw damaged('there is no message behind its place');
  return openRecord(inner);
}

function readKind(record: Buffer): MessageKind {
  const index = record.readUInt8(KIND_AT);
  const kind = MESSAGE_KINDS[index];
  if (kind === undefined) throw damaged(`unknown kind ${index}`);
  return kind;
}

function readText(record: Buffer, from: number, to: number): string {
  if (!isUtf8(record.subarray(from, to))) throw damaged('a string is not valid UTF-8');
  return record.toString('utf8', from, to);
}

function required(next: (index: number) => string | null, index: number): string {
  const text = next(index);
  if (text === null) throw damaged(`${STRINGS[index]} is missing`);
  return text;
}

function unknownVersion(version: number): EnvelopeError {
  if (version > PLACED_VERSION && version <= LAST_VERSION)
    return new EnvelopeError('newer', `unknown version ${version}`);
  return new EnvelopeError('foreign', `${version} is the version of no envelope`);
}

function damaged(message: string): EnvelopeError {
  return new EnvelopeError('damaged', message);
}
