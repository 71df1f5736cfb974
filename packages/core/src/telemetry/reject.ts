import type { MessageId, Reading } from './reading.ts';

/** Why a message or one of its readings was refused. The codes are stable: they are stored and shown. */
export const REJECT_REASONS = {
  'payload-too-large': 'the payload is larger than the limit',
  'payload-empty': 'the payload is empty',
  'unknown-format': 'the payload is neither JSON, MessagePack, gzip nor zlib data',
  'invalid-utf8': 'the text is not valid UTF-8',
  'invalid-json': 'the JSON text cannot be parsed',
  'invalid-message-pack': 'the MessagePack data is truncated or malformed',
  'invalid-compression': 'the compressed data is truncated or malformed',
  'decompressed-too-large': 'the data decompresses to more than the limit in size or ratio',
  'nested-too-deep': 'the data is nested deeper than the limit',
  'duplicate-key': 'an object has the same key twice',
  'unknown-shape': 'the message has none of the documented forms',
  'invalid-message-id': 'the message id is not valid',
  'too-many-readings': 'the message has more readings than the limit',
  'no-readings': 'the message has no readings',
  'invalid-name': 'a metric or device name is missing, empty or not allowed',
  'name-too-long': 'a metric or device name is longer than the limit',
  'invalid-value': 'the value is not a number, a boolean or a string',
  'not-finite': 'the value is not a finite number',
  'nul-character': 'text contains the NUL character',
  'text-too-long': 'a text value or unit is longer than the limit',
  'invalid-unit': 'the unit is not text',
  'invalid-time': 'the time is not a valid time',
  'time-too-old': 'the time is further in the past than the limit',
  'time-too-far-ahead': 'the time is further in the future than the limit',
  'invalid-quality': 'the quality is none of the known ones',
  'unknown-topic': 'no dialect knows what this topic carries',
  'unknown-agent': 'the agent is not known, or no longer',
  'unknown-account': 'the account is not known, or no longer',
  'foreign-entry': 'the queue entry was not written by Hawser',
  'dialect-not-allowed': 'agents of the account may not speak this dialect',
  'newer-entry': 'the queue entry was written by a newer version of Hawser',
  'damaged-entry': 'the queue entry is damaged',
} as const;

export type RejectReason = keyof typeof REJECT_REASONS;

/** One refused reading of a message that was otherwise stored. */
export interface RefusedReading {
  /** Position among the message's readings in the order of the payload, from 0. */
  readonly index: number;
  readonly reason: RejectReason;
  /** What exactly was wrong, for a person; never longer than 300 characters. */
  readonly detail: string;
}

/** What a dialect makes of one payload. A bad message is a value, never an exception. */
export type DecodeOutcome =
  | {
      readonly kind: 'decoded';
      readonly messageId: MessageId | null;
      /** Good readings with their position in the payload. */
      readonly readings: readonly IndexedReading[];
      readonly refused: readonly RefusedReading[];
    }
  | {
      readonly kind: 'reject';
      readonly reason: RejectReason;
      readonly detail: string;
      /** Every reading, when the message was understood and none of its readings was good; else absent. */
      readonly refused?: readonly RefusedReading[];
    };

export interface IndexedReading extends Reading {
  readonly index: number;
}
