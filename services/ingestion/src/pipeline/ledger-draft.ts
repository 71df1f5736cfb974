import type { Envelope } from '@hawser/contracts/streams';
import { type LedgerIncrement, startOfMinute } from '@hawser/storage';
import type { JudgedMessage, ReplayVerdict, Verdict } from './message.ts';

interface MessageCounts {
  stored: number;
  duplicate: number;
  rejected: number;
}

interface ReadingCounts extends MessageCounts {
  received: number;
}

interface Increment extends LedgerIncrement {
  readonly messages: MessageCounts;
  readonly readings: ReadingCounts;
}

/** Adds up what a batch does to the ledger: one line per agent and minute in which its messages came. */
export function ledgerOf(messages: readonly JudgedMessage[]): LedgerIncrement[] {
  const lines = new Map<string, Increment>();
  for (const { envelope, verdict } of messages) {
    if (verdict.kind !== 'drop') count(verdict, lineOf(lines, envelope));
  }
  return [...lines.values()];
}

function lineOf(lines: Map<string, Increment>, { account, agent, receivedAt }: Envelope): Increment {
  const minute = startOfMinute(receivedAt);
  const key = `${account}${agent}${minute}`;
  const known = lines.get(key);
  if (known !== undefined) return known;
  const line: Increment = {
    accountId: account,
    agentId: agent,
    minute,
    messages: { stored: 0, duplicate: 0, rejected: 0 },
    readings: { received: 0, stored: 0, duplicate: 0, rejected: 0 },
  };
  lines.set(key, line);
  return line;
}

function count(verdict: Exclude<Verdict, { kind: 'drop' }>, { messages, readings }: Increment): void {
  switch (verdict.kind) {
    case 'store':
      messages.stored++;
      addReadings(readings, 'stored', verdict.readings.length);
      addReadings(readings, 'rejected', verdict.refused.length);
      return;
    case 'duplicate':
      messages.duplicate++;
      addReadings(readings, 'duplicate', verdict.readings);
      return;
    case 'reject':
      messages.rejected++;
      addReadings(readings, 'rejected', verdict.refused?.length ?? 0);
      return;
    case 'replay':
      correct(verdict, messages, readings);
  }
}

function addReadings(readings: ReadingCounts, outcome: keyof MessageCounts, number: number): void {
  readings[outcome] += number;
  readings.received += number;
}

/** A replay was counted when it first came: what it was counted as is taken back, in the minute of that time. */
function correct(verdict: ReplayVerdict, messages: MessageCounts, readings: ReadingCounts): void {
  addReadings(readings, 'stored', verdict.readings.length);
  addReadings(readings, 'rejected', (verdict.remains?.refused?.length ?? 0) - verdict.rejectedBefore);
  if (!verdict.wasWhole || (verdict.readings.length === 0 && verdict.remains !== null)) return;
  messages.rejected--;
  messages.stored++;
}
