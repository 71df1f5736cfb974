import { isUtf8 } from 'node:buffer';
import type { DeadLetter as DeadLetterBody, DeadLetterWithPayload } from '@hawser/contracts/http';
import type { DeadLetter, DeadLetterSummary } from '@hawser/storage';
import { rfc3339, rfc3339OrNull } from '../../http/times.ts';

const PREVIEW_BYTES = 64 * 1024;
/** Control characters other than tab, line feed and carriage return: text has none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const BINARY = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

export function deadLetterBody(letter: DeadLetterSummary): DeadLetterBody {
  return {
    id: letter.id,
    agent: letter.agentName,
    agent_id: letter.agentId,
    topic: letter.topic,
    dialect: letter.dialect,
    kind: letter.kind,
    content_type: letter.contentType,
    received_at: rfc3339(letter.receivedAt),
    rejected_at: rfc3339(letter.rejectedAt),
    reason: letter.reason,
    detail: letter.detail,
    refused:
      letter.refused === null ? null : letter.refused.map(({ index, reason, detail }) => ({ index, reason, detail })),
    payload_bytes: letter.payloadBytes,
    replays: letter.replays,
    replayed_at: rfc3339OrNull(letter.replayedAt),
  };
}

export function deadLetterWithPayload(letter: DeadLetter): DeadLetterWithPayload {
  const payload = Buffer.from(letter.payload.buffer, letter.payload.byteOffset, letter.payload.byteLength);
  return { ...deadLetterBody(letter), payload: payload.toString('base64'), text: textPreview(payload) };
}

/**
 * Shows the beginning of a payload as text.
 *
 * @returns null when the payload is not text
 */
export function textPreview(payload: Uint8Array): string | null {
  if (!isUtf8(payload)) return null;
  const text = Buffer.from(payload.subarray(0, startOfCharacter(payload, PREVIEW_BYTES))).toString('utf8');
  return BINARY.test(text) ? null : text;
}

/** The last place at or before `at` where a UTF-8 character begins. */
function startOfCharacter(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) return bytes.length;
  let start = at;
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}
