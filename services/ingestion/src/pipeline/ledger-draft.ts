import { NO_AGENT } from '@hawser/core';
import { type LedgerIncrement, startOfMinute } from '@hawser/storage';
import type { JudgedMessage, LedgerLine, Reject, ReplayVerdict } from './message.ts';

interface ReadingCounts {
  received: number;
  stored: number;
  duplicate: number;
  rejected: number;
}

interface Increment extends LedgerIncrement {
  readonly messages: ReadingCounts;
  readonly readings: ReadingCounts;
}

/** Adds up what a batch does to the ledger: one line per agent and minute in which its messages came. */
export function ledgerOf(messages: readonly JudgedMessage[]): LedgerIncrement[] {
  const draft = new LedgerDraft();
  for (const message of messages) draft.count(message);
  return draft.lines();
}

class LedgerDraft {
  readonly #lines = new Map<string, Increment>();

  lines(): LedgerIncrement[] {
    return [...this.#lines.values()];
  }

  count(message: JudgedMessage): void {
    const { envelope, verdict } = message;
    switch (verdict.kind) {
      case 'store': {
        const { messages, readings } = this.#line(envelope);
        messages.stored++;
        addReadings(readings, 'stored', verdict.readings.length);
        addReadings(readings, 'rejected', verdict.refused.length);
        return;
      }
      case 'duplicate': {
        const { messages, readings } = this.#line(envelope);
        messages.duplicate++;
        addReadings(readings, 'duplicate', verdict.readings);
        return;
      }
      case 'reject':
        this.#countReject(message, verdict);
        return;
      case 'replay':
        this.#correct(verdict, envelope);
        return;
      case 'drop':
    }
  }

  #countReject({ envelope, isMessage }: JudgedMessage, { account, refused }: Reject): void {
    const isOwn = account === envelope.account;
    const { messages, readings } = this.#line(isOwn ? envelope : { ...envelope, account, agent: NO_AGENT });
    messages.rejected++;
    addReadings(readings, 'rejected', refused?.length ?? 0);
    if (isOwn) return;
    // It was counted as received where nobody can see it, or not at all: it counts where its dead letter is.
    messages.received++;
    if (isMessage) this.#line(envelope).messages.received--;
  }

  /** A replay was counted when it first came: what it was counted as is taken back, in the minute of that time. */
  #correct(verdict: ReplayVerdict, envelope: LedgerLine): void {
    const { messages, readings } = this.#line(envelope);
    addReadings(readings, 'stored', verdict.readings.length);
    addReadings(readings, 'rejected', (verdict.remains?.refused?.length ?? 0) - verdict.rejectedBefore);
    if (!verdict.wasWhole || (verdict.readings.length === 0 && verdict.remains !== null)) return;
    const before = this.#line(verdict.standsOn).messages;
    before.rejected--;
    before.received--;
    messages.received++;
    messages.stored++;
  }

  #line({ account, agent, receivedAt }: LedgerLine): Increment {
    const minute = startOfMinute(receivedAt);
    const key = `${account}${agent}${minute}`;
    const known = this.#lines.get(key);
    if (known !== undefined) return known;
    const line: Increment = {
      accountId: account,
      agentId: agent,
      minute,
      messages: { received: 0, stored: 0, duplicate: 0, rejected: 0 },
      readings: { received: 0, stored: 0, duplicate: 0, rejected: 0 },
    };
    this.#lines.set(key, line);
    return line;
  }
}

function addReadings(readings: ReadingCounts, outcome: 'stored' | 'duplicate' | 'rejected', number: number): void {
  readings[outcome] += number;
  readings.received += number;
}
