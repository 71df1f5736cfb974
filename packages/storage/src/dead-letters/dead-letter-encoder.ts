import { BinaryCopyWriter } from '../readings/copy-writer.ts';
import type { NewDeadLetter } from './dead-letter.ts';

/** What {@link encodeDeadLetters} writes, as `Transaction.copyIn` wants to be told. */
export const DEAD_LETTERS_COPY_TARGET = `dead_letters (id, account_id, agent_id, agent_name, service_instance, topic,
  dialect, kind, content_type, received_at, rejected_at, reason, detail, refused, payload, payload_bytes, replays)`;

const FIELDS = 17;
const USUAL_BYTES_BESIDE_PAYLOAD = 600;

/**
 * Encodes dead letters as one binary COPY stream: payloads go through unchanged and without being blown up to text.
 */
export function encodeDeadLetters(letters: readonly NewDeadLetter[]): Uint8Array {
  const payloadBytes = letters.reduce((sum, letter) => sum + letter.payload.length, 0);
  const writer = new BinaryCopyWriter(payloadBytes + letters.length * USUAL_BYTES_BESIDE_PAYLOAD);
  for (const letter of letters) writeDeadLetter(writer, letter);
  return writer.finish();
}

function writeDeadLetter(writer: BinaryCopyWriter, letter: NewDeadLetter): void {
  writer.startRow(FIELDS);
  writer.uuid(letter.id);
  writer.uuid(letter.accountId);
  if (letter.agentId === null) writer.null();
  else writer.uuid(letter.agentId);
  writer.text(letter.agentName);
  writer.text(letter.serviceInstance);
  writer.text(letter.topic);
  writer.text(letter.dialect);
  writer.text(letter.kind);
  if (letter.contentType === null) writer.null();
  else writer.text(letter.contentType);
  writer.timestamptz(letter.receivedAt);
  writer.timestamptz(letter.rejectedAt);
  writer.text(letter.reason);
  writer.text(letter.detail);
  if (letter.refused === null) writer.null();
  else writer.jsonb(letter.refused);
  writer.bytea(letter.payload);
  writer.int4(letter.payload.length);
  writer.int4(0);
}
