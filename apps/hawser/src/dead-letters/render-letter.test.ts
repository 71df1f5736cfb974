import type { DeadLetter } from '@hawser/api-client';
import { expect, it } from 'vitest';
import { renderLetter, renderLetters } from './render-letter.ts';

const LETTER: DeadLetter = {
  id: '0193f2a0-0000-7000-8000-000000000001',
  agent: 'pump\x1b[2J',
  agent_id: null,
  topic: 'hawser/a/pump/telemetry',
  dialect: 'native',
  kind: 'telemetry',
  content_type: null,
  received_at: '2026-01-01T00:00:00.000Z',
  rejected_at: '2026-01-01T00:00:01.000Z',
  reason: 'not-json',
  detail: `at byte 1 ${'x'.repeat(100)}`,
  refused: null,
  payload_bytes: 3,
  replays: 2,
  replayed_at: '2026-01-02T00:00:00.000Z',
};

const withPayload = (bytes: Buffer, text: string | null) => ({ ...LETTER, payload: bytes.toString('base64'), text });

it('lists them in lines of bounded length, without obeying what agents wrote', () => {
  const [, line = ''] = renderLetters([LETTER]).split('\n');
  expect(line).toContain('  pump\\u{1b}[2J  not-json ');
  expect(line).toMatch(/ at byte 1 x{49}…$/);
  expect(renderLetters([])).toBe('There is no such dead letter.');
});

it('shows text as text, and bytes as a dump', () => {
  const text = renderLetter(withPayload(Buffer.from('{a\n'), '{a\n'), false);
  expect(text).toMatch(/^Agent ID {6}-$/m);
  expect(text).toMatch(/^Replays {7}2, the last one 2026-01-02T00:00:00.000Z$/m);
  expect(text).toContain('Payload, 3 bytes:\n{a\n');
  expect(renderLetter(withPayload(Buffer.from('{a\n'), '{a\n'), true)).toMatch(/00000000 {2}7b 61 0a {41}\{a\.$/);
  expect(renderLetter(withPayload(Buffer.alloc(70_000), null), false)).toContain('… and 4464 bytes more');
});

it('lists the readings that were refused', () => {
  const refused = [{ index: 4, reason: 'bad-time', detail: 'the time is no number' }];
  const text = renderLetter({ ...withPayload(Buffer.from('{}'), '{}'), refused }, false);
  expect(text).toMatch(
    /the others were stored:\nREADING {2}REASON {4}DETAIL\n {6}4 {2}bad-time {2}the time is no number/,
  );
});
