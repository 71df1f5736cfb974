import type { operations } from '@hawser/api-client';

/** The codes that the server knows and filters by. */
export type Reason = NonNullable<NonNullable<operations['listDeadLetters']['parameters']['query']>['reason']>;

/** What each code means, in the order in which a message is worked on. */
const WORDS: Record<Reason, string> = {
  'payload-too-large': 'Payload too large',
  'payload-empty': 'Payload empty',
  'unknown-topic': 'Unknown topic',
  'unknown-agent': 'Unknown agent',
  'unknown-account': 'Unknown account',
  'foreign-entry': 'Not written by Hawser',
  'newer-entry': 'Written by a newer version',
  'dialect-not-allowed': 'Dialect not allowed',
  'damaged-entry': 'Damaged in the queue',
  'unknown-format': 'Unknown format',
  'invalid-utf8': 'Invalid UTF-8',
  'invalid-json': 'Invalid JSON',
  'invalid-message-pack': 'Invalid MessagePack',
  'invalid-compression': 'Invalid compression',
  'decompressed-too-large': 'Too large when decompressed',
  'nested-too-deep': 'Nested too deep',
  'duplicate-key': 'Duplicate key',
  'unknown-shape': 'Unknown shape',
  'invalid-message-id': 'Invalid message id',
  'too-many-readings': 'Too many readings',
  'no-readings': 'No readings',
  'invalid-name': 'Invalid name',
  'name-too-long': 'Name too long',
  'invalid-value': 'Invalid value',
  'not-finite': 'Not a finite number',
  'nul-character': 'NUL character in text',
  'text-too-long': 'Text too long',
  'invalid-unit': 'Invalid unit',
  'invalid-time': 'Invalid time',
  'time-too-old': 'Time too far in the past',
  'time-too-far-ahead': 'Time too far ahead',
  'invalid-quality': 'Invalid quality',
};

const REASONS = Object.keys(WORDS) as Reason[];

/** What a filter offers. */
export const REASON_OPTIONS = REASONS.map((code) => ({ code, words: WORDS[code] }));

/** A reason in words; a code that a newer server made up stays as it is. */
export function reasonWords(code: string): string {
  const known = toReason(code);
  return known === null ? code : WORDS[known];
}

/** The reason that an address names; null when it names none. */
export function toReason(text: unknown): Reason | null {
  return REASONS.find((code) => code === text) ?? null;
}
