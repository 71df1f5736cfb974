import type { AccountId, AgentId, DeadLetterId, RefusedReading, RejectReason } from '@hawser/core';

/** A message that was refused, or stored in part, with its original bytes. */
export interface NewDeadLetter {
  readonly id: DeadLetterId;
  readonly accountId: AccountId;
  /** Null when it is not known which agent sent it. */
  readonly agentId: AgentId | null;
  /** Name of the agent when the message came, or as the topic spells it; empty when nothing says it. */
  readonly agentName: string;
  readonly serviceInstance: string;
  readonly topic: string;
  readonly dialect: string;
  /** Kind of the message; `unknown` for a queue entry that is no message of this program. */
  readonly kind: string;
  readonly contentType: string | null;
  /** Times are milliseconds since the Unix epoch. */
  readonly receivedAt: number;
  readonly rejectedAt: number;
  readonly reason: RejectReason;
  readonly detail: string;
  /** The readings that were refused when the rest was stored; null when nothing was. */
  readonly refused: readonly RefusedReading[] | null;
  readonly payload: Uint8Array;
}

/** A dead letter as a list shows it. */
export interface DeadLetterSummary extends Omit<NewDeadLetter, 'payload'> {
  readonly payloadBytes: number;
  /** How often it was put into the queue again. */
  readonly replays: number;
  readonly replayedAt: number | null;
}

export interface DeadLetter extends DeadLetterSummary {
  readonly payload: Uint8Array;
}
