import type { AccountId, AgentId, DeadLetterId, RefusedReading, RejectReason } from '@hawser/core';
import type { NewDeadLetter } from '../dead-letters/dead-letter.ts';
import type { ReadingColumns } from '../readings/reading-columns.ts';
import type { JournalPosition, QueuePosition } from './queue-position.ts';

/** What ingestion adds to one agent's line of the ledger; negative where a replay corrects what was counted before. */
export interface LedgerIncrement {
  readonly accountId: AccountId;
  readonly agentId: AgentId;
  /** Any time within the minute, in milliseconds since the Unix epoch. */
  readonly minute: number;
  readonly messages: {
    /** What intake cannot have counted on this line; 0 for messages of agents. */
    readonly received: number;
    readonly stored: number;
    readonly duplicate: number;
    readonly rejected: number;
  };
  readonly readings: {
    readonly received: number;
    readonly stored: number;
    readonly duplicate: number;
    readonly rejected: number;
  };
}

/** The sequence ids seen of one agent, after the batch. */
export interface SequenceState {
  readonly agentId: AgentId;
  /** `SequenceHistory.toBytes()`. */
  readonly state: Uint8Array;
}

export interface OpaqueMessageId {
  readonly agentId: AgentId;
  readonly id: string;
  /** Milliseconds since the Unix epoch; the id is remembered for 24 hours from then. */
  readonly receivedAt: number;
}

/** A replay that was refused again: why, this time. */
export interface FailedReplay {
  readonly id: DeadLetterId;
  readonly reason: RejectReason;
  readonly detail: string;
  readonly refused: readonly RefusedReading[] | null;
}

/** Everything that one transaction of ingestion writes. */
export interface CommitBatch {
  readonly shard: number;
  /** The epoch that the shard was acquired with. */
  readonly epoch: number;
  /** Last entry of the batch. */
  readonly offset: QueuePosition;
  /** Highest position of each journal whose entries are in the batch. */
  readonly positions: readonly JournalPosition[];
  readonly readings: ReadingColumns;
  readonly deadLetters: readonly NewDeadLetter[];
  readonly ledger: readonly LedgerIncrement[];
  readonly cursors: readonly SequenceState[];
  readonly opaqueIds: readonly OpaqueMessageId[];
  /** Dead letters whose replay was stored: they are deleted. */
  readonly resolvedDeadLetters: readonly DeadLetterId[];
  readonly failedReplays: readonly FailedReplay[];
}

export interface CommitResult {
  /** False when this offset was stored before: the outcome of an earlier try had been lost on the way back. */
  readonly committed: boolean;
}

/** Another owner has the shard now. Nothing of the transaction was stored. */
export class StaleEpochError extends Error {
  constructor(shard: number, epoch: number) {
    super(`Shard ${shard} is no longer owned with epoch ${epoch}.`);
    this.name = 'StaleEpochError';
  }
}
