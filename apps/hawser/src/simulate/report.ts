import type { Account } from './accounting.ts';

const LABEL_WIDTH = 16;
const NUMBER_WIDTH = 14;

/** Writes the account of a run as a table and a verdict. */
export function reportAccount({ sent, ledger, differences }: Account): string {
  const { messages, readings } = ledger;
  return [
    row('', 'messages', 'readings'),
    row('sent', sent.messages, sent.readings),
    row('acknowledged', sent.acknowledgedMessages, sent.acknowledgedReadings),
    'by the ledger',
    row('  received', messages.received, readings.received),
    row('  stored', messages.stored, readings.stored),
    row('  duplicate', messages.duplicate, readings.duplicate),
    row('  rejected', messages.rejected, readings.rejected),
    row('  queued', messages.queued, readings.queued),
    ...verdict(differences),
  ].join('\n');
}

function verdict(differences: readonly string[]): string[] {
  if (differences.length === 0) return ['Everything that was sent is stored exactly once.'];
  return ['This does not match:', ...differences.map((difference) => `  ${difference}`)];
}

function row(label: string, ...cells: readonly (string | number)[]): string {
  const texts = cells.map((cell) =>
    (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell).padStart(NUMBER_WIDTH),
  );
  return label.padEnd(LABEL_WIDTH) + texts.join('');
}
