import { expect, it } from 'vitest';
import { reportAccount } from './report.ts';

const sent = { messages: 1_200, readings: 12_000, acknowledgedMessages: 1_200, acknowledgedReadings: 12_000 };
const counts = (received: number) => ({ received, stored: received, duplicate: 0, rejected: 0, queued: 0 });
const ledger = { messages: counts(1_200), readings: counts(12_000) };

it('writes the account as a table with a verdict', () => {
  const lines = reportAccount({ sent, ledger, differences: [] }).split('\n');
  expect(lines[1]).toMatch(/^sent +1,200 +12,000$/);
  expect(lines[5]).toMatch(/^ {2}stored +1,200 +12,000$/);
  expect(lines.at(-1)).toBe('Everything that was sent is stored exactly once.');
});

it('lists what does not match', () => {
  const report = reportAccount({ sent, ledger, differences: ['3 messages were rejected'] });
  expect(report).toContain('This does not match:\n  3 messages were rejected');
  expect(report).not.toContain('exactly once');
});
