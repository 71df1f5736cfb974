/** What agents sent, as they counted it themselves. */
export interface SentTally {
  /** Messages handed to MQTT, each counted once however often it was resent. */
  messages: number;
  readings: number;
  /** Of these, the ones the broker acknowledged. */
  acknowledgedMessages: number;
  acknowledgedReadings: number;
}

/** What the cloud's ledger says about the same agents. */
export interface LedgerTally {
  readonly messages: LedgerCounts;
  readonly readings: LedgerCounts;
}

export interface LedgerCounts {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly queued: number;
}

export interface Account {
  readonly sent: SentTally;
  readonly ledger: LedgerTally;
  /** What does not match, one sentence each; empty when everything that was sent is stored exactly once. */
  readonly differences: readonly string[];
}

const COUNTS = ['received', 'stored', 'duplicate', 'rejected', 'queued'] as const;

export function emptyTally(): SentTally {
  return { messages: 0, readings: 0, acknowledgedMessages: 0, acknowledgedReadings: 0 };
}

export function addTallies(tallies: readonly SentTally[]): SentTally {
  const total = emptyTally();
  for (const tally of tallies) {
    total.messages += tally.messages;
    total.readings += tally.readings;
    total.acknowledgedMessages += tally.acknowledgedMessages;
    total.acknowledgedReadings += tally.acknowledgedReadings;
  }
  return total;
}

/** Adds the ledger's entries of several agents up; what `before` already held is taken off. */
export function ledgerDifference(before: LedgerTally, after: LedgerTally): LedgerTally {
  return { messages: subtract(after.messages, before.messages), readings: subtract(after.readings, before.readings) };
}

export function addLedgers(ledgers: readonly LedgerTally[]): LedgerTally {
  return {
    messages: add(ledgers.map(({ messages }) => messages)),
    readings: add(ledgers.map(({ readings }) => readings)),
  };
}

/** Holds what was sent against the ledger. */
export function settle(sent: SentTally, ledger: LedgerTally): Account {
  return { sent, ledger, differences: [...ofSending(sent), ...ofMessages(sent, ledger), ...ofReadings(sent, ledger)] };
}

function ofSending({ messages, acknowledgedMessages }: SentTally): string[] {
  if (messages === 0) return ['nothing was sent'];
  return told(messages - acknowledgedMessages, (count) => `${count} messages were sent but never acknowledged`);
}

/** A resend makes one more received message and one more duplicate, so both may exceed what was sent by the same. */
function ofMessages({ acknowledgedMessages }: SentTally, { messages }: LedgerTally): string[] {
  const { received, stored, duplicate, rejected, queued } = messages;
  return [
    ...told(rejected, (count) => `${count} messages were rejected`),
    ...told(queued, (count) => `${count} messages are still queued`),
    ...told(
      acknowledgedMessages - stored - rejected - queued,
      (count) => `${count} acknowledged messages are not stored`,
    ),
    ...told(stored - acknowledgedMessages, (count) => `${count} more messages are stored than were acknowledged`),
    ...unbalanced('messages', received - stored - duplicate - rejected - queued),
  ];
}

function ofReadings({ acknowledgedReadings }: SentTally, { readings }: LedgerTally): string[] {
  const { received, stored, duplicate, rejected, queued } = readings;
  return [
    ...told(rejected, (count) => `${count} readings were rejected`),
    ...told(acknowledgedReadings - stored - rejected, (count) => `${count} acknowledged readings are not stored`),
    ...told(stored - acknowledgedReadings, (count) => `${count} more readings are stored than were acknowledged`),
    ...unbalanced('readings', received - stored - duplicate - rejected - queued),
  ];
}

function told(count: number, sentence: (count: string) => string): string[] {
  return count > 0 ? [sentence(count.toLocaleString('en-US'))] : [];
}

function unbalanced(what: string, difference: number): string[] {
  return difference === 0
    ? []
    : [`the ledger of ${what} does not balance: ${difference} too ${difference > 0 ? 'many' : 'few'} received`];
}

function add(items: readonly LedgerCounts[]): LedgerCounts {
  return combine((count) => items.reduce((sum, item) => sum + item[count], 0));
}

function subtract(left: LedgerCounts, right: LedgerCounts): LedgerCounts {
  return combine((count) => left[count] - right[count]);
}

function combine(value: (count: (typeof COUNTS)[number]) => number): LedgerCounts {
  const entries = COUNTS.map((count) => [count, value(count)] as const);
  return Object.fromEntries(entries) as Record<(typeof COUNTS)[number], number>;
}
