import { describe, expect, it } from 'vitest';
import { addLedgers, addTallies, type LedgerCounts, ledgerDifference, type SentTally, settle } from './accounting.ts';

const SENT: SentTally = { messages: 10, readings: 50, acknowledgedMessages: 10, acknowledgedReadings: 50 };

function counts(stored: number, change: Partial<LedgerCounts> = {}): LedgerCounts {
  return { received: stored, stored, duplicate: 0, rejected: 0, queued: 0, ...change };
}

describe('settle', () => {
  it('finds nothing when everything is stored once', () => {
    expect(settle(SENT, { messages: counts(10), readings: counts(50) }).differences).toEqual([]);
  });

  it('does not mind resends that were recognised', () => {
    const messages = counts(10, { received: 12, duplicate: 2 });
    const readings = counts(50, { received: 60, duplicate: 10 });
    expect(settle(SENT, { messages, readings }).differences).toEqual([]);
  });

  it.each([
    [
      'lost',
      { messages: counts(9), readings: counts(45) },
      ['1 acknowledged messages are not stored', '5 acknowledged readings are not stored'],
    ],
    ['doubled', { messages: counts(11), readings: counts(50) }, ['1 more messages are stored than were acknowledged']],
    [
      'queued',
      { messages: counts(8, { received: 10, queued: 2 }), readings: counts(40) },
      ['2 messages are still queued', '10 acknowledged readings are not stored'],
    ],
    [
      'rejected',
      { messages: counts(9, { received: 10, rejected: 1 }), readings: counts(45, { received: 50, rejected: 5 }) },
      ['1 messages were rejected', '5 readings were rejected'],
    ],
    [
      'unbalanced',
      { messages: counts(10, { received: 13 }), readings: counts(50) },
      ['the ledger of messages does not balance: 3 too many received'],
    ],
  ])('tells what was %s', (_, ledger, differences) => {
    expect(settle(SENT, ledger).differences).toEqual(differences);
  });

  it('does not call nothing a success', () => {
    expect(settle(addTallies([]), { messages: counts(0), readings: counts(0) }).differences).toEqual([
      'nothing was sent',
    ]);
  });

  it('tells what was not acknowledged', () => {
    const sent = { ...SENT, messages: 1_012 };
    expect(settle(sent, { messages: counts(10), readings: counts(50) }).differences).toEqual([
      '1,002 messages were sent but never acknowledged',
    ]);
  });
});

it('adds tallies and ledgers up and takes off what was there before', () => {
  expect(addTallies([SENT, SENT])).toEqual({
    messages: 20,
    readings: 100,
    acknowledgedMessages: 20,
    acknowledgedReadings: 100,
  });
  const one = { messages: counts(3), readings: counts(9, { duplicate: 1, received: 10 }) };
  const two = addLedgers([one, one]);
  expect(two).toEqual({ messages: counts(6), readings: counts(18, { duplicate: 2, received: 20 }) });
  expect(ledgerDifference(one, two)).toEqual(one);
});
