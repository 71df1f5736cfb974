import type { DeadLetter, DeadLetterWithPayload } from '@hawser/api-client';
import { printable, printableText } from '../text/printable.ts';
import { type Column, table } from '../text/table.ts';

const NOTHING = '-';
const LONGEST_DETAIL = 60;
const MOST_DUMPED = 64 * 1024;
const BYTES_PER_LINE = 16;

const COLUMNS: readonly Column<DeadLetter>[] = [
  { title: 'ID', cell: ({ id }) => id },
  { title: 'REJECTED', cell: ({ rejected_at }) => rejected_at },
  { title: 'AGENT', cell: ({ agent }) => agent || NOTHING },
  { title: 'REASON', cell: ({ reason }) => reason },
  { title: 'REFUSED', cell: ({ refused }) => (refused === null ? 'all' : String(refused.length)), right: true },
  { title: 'BYTES', cell: ({ payload_bytes }) => String(payload_bytes), right: true },
  { title: 'REPLAYS', cell: ({ replays }) => String(replays), right: true },
  { title: 'DETAIL', cell: ({ detail }) => shortened(detail) },
];

/** A table with one line for each dead letter. */
export function renderLetters(letters: readonly DeadLetter[]): string {
  return letters.length === 0 ? 'There is no such dead letter.' : table(COLUMNS, letters);
}

/**
 * Everything about one dead letter.
 *
 * @param hex - shows the payload as bytes even if it is text
 */
export function renderLetter(letter: DeadLetterWithPayload, hex: boolean): string {
  const parts = [facts(letter)];
  if (letter.refused !== null) parts.push(refusedReadings(letter.refused));
  const payload = Buffer.from(letter.payload, 'base64');
  const text = hex ? null : letter.text;
  const shown = text === null ? MOST_DUMPED : Buffer.byteLength(text);
  parts.push(`Payload, ${payload.length} bytes:\n${text === null ? hexDump(payload) : printableText(text)}`);
  if (payload.length > shown) parts.push(`… and ${payload.length - shown} bytes more; --json has all of them.`);
  return parts.join('\n\n');
}

function facts(letter: DeadLetter): string {
  const rows: readonly (readonly [string, string | null])[] = [
    ['ID', letter.id],
    ['Agent', letter.agent],
    ['Agent ID', letter.agent_id],
    ['Topic', letter.topic],
    ['Dialect', letter.dialect],
    ['Kind', letter.kind],
    ['Content type', letter.content_type],
    ['Received', letter.received_at],
    ['Rejected', letter.rejected_at],
    ['Reason', letter.reason],
    ['Detail', letter.detail],
    ['Replays', `${letter.replays}${letter.replayed_at === null ? '' : `, the last one ${letter.replayed_at}`}`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(14)}${printable(value || NOTHING)}`).join('\n');
}

function refusedReadings(refused: NonNullable<DeadLetter['refused']>): string {
  const columns = [
    { title: 'READING', cell: ({ index }: (typeof refused)[number]) => String(index), right: true },
    { title: 'REASON', cell: ({ reason }: (typeof refused)[number]) => reason },
    { title: 'DETAIL', cell: ({ detail }: (typeof refused)[number]) => detail },
  ];
  return `These readings were refused, the others were stored:\n${table(columns, refused)}`;
}

/** Bytes as `hexdump -C` shows them, the first 64 KiB. */
function hexDump(payload: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(payload.length, MOST_DUMPED); at += BYTES_PER_LINE) {
    const bytes = payload.subarray(at, at + BYTES_PER_LINE);
    const hex = (bytes.toString('hex').match(/../g) ?? []).join(' ').padEnd(BYTES_PER_LINE * 3);
    const text = bytes.toString('latin1').replaceAll(/[^\x20-\x7e]/g, '.');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex} ${text}`);
  }
  return lines.join('\n');
}

function shortened(text: string): string {
  return text.length <= LONGEST_DETAIL ? text : `${text.slice(0, LONGEST_DETAIL - 1)}…`;
}
