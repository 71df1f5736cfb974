import type { Envelope } from '@hawser/contracts/streams';
import type { AccountId, AgentId, DecodeOutcome, IndexedReading, RefusedReading, RejectReason } from '@hawser/core';
import type { EntryId, EntryOrigin } from '@hawser/queue';

/** A message as it came out of the queue, decoded. */
export interface ReceivedMessage {
  readonly entry: EntryId;
  /** Null when the entry did not come through a journal. */
  readonly origin: EntryOrigin | null;
  /** Where it waited before it was put into the queue, which may happen twice; null when it did not wait. */
  readonly place: string | null;
  /** False for a queue entry that is no message of this program: intake did not count it as received. */
  readonly isMessage: boolean;
  readonly envelope: Envelope;
  readonly outcome: DecodeOutcome;
}

/** What is read, decoded and stored together. */
export interface MessageBatch {
  readonly messages: readonly ReceivedMessage[];
  /** Last entry that went into it, also when that one was redelivered. */
  readonly lastEntry: EntryId;
  /** When the oldest of its messages came, in milliseconds since the Unix epoch. */
  readonly oldestReceivedAt: number;
}

/** What is to become of a message. */
export type Verdict =
  /** Stored, but for the refused readings: with any of those the message becomes a dead letter as well. */
  | {
      readonly kind: 'store';
      readonly readings: readonly IndexedReading[];
      readonly refused: readonly RefusedReading[];
    }
  | { readonly kind: 'duplicate'; readonly readings: number }
  | Reject
  | ReplayVerdict
  /** A replay whose dead letter was stored or deleted before its turn came. */
  | { readonly kind: 'drop' };

export interface Reject {
  readonly kind: 'reject';
  readonly reason: RejectReason;
  readonly detail: string;
  /** Every reading, when the message was understood but none of them was good; else null. */
  readonly refused: readonly RefusedReading[] | null;
  /** Whose dead letter it becomes: the root account's when nobody knows the account of the message. */
  readonly account: AccountId;
}

/** A line of the ledger. */
export interface LedgerLine {
  readonly account: AccountId;
  readonly agent: AgentId;
  /** Milliseconds since the Unix epoch. */
  readonly receivedAt: number;
}

/** A dead letter on its second way. */
export interface ReplayVerdict {
  readonly kind: 'replay';
  /** Readings to store: none of them had been. */
  readonly readings: readonly IndexedReading[];
  /** What the dead letter says from now on; null when it is resolved. */
  readonly remains: Omit<Reject, 'kind' | 'account'> | null;
  /** Nothing of the message had been stored before, so it stood as rejected in the ledger. */
  readonly wasWhole: boolean;
  /** Readings that stand as rejected in the ledger because of this dead letter. */
  readonly rejectedBefore: number;
  /** Where it stands as rejected: the sender may have become known since. */
  readonly standsOn: LedgerLine;
}

export interface JudgedMessage extends ReceivedMessage {
  readonly verdict: Verdict;
}

/** The readings that a verdict lets through. */
export function readingsToStore(verdict: Verdict): readonly IndexedReading[] {
  return verdict.kind === 'store' || verdict.kind === 'replay' ? verdict.readings : [];
}
