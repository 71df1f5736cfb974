import type { EnvelopePeek } from '@hawser/contracts/streams';
import type { AccountId, AgentId } from '@hawser/core';
import type { EntryId } from '@hawser/queue';

/** Most agents that are remembered to have sent; the others are found the next time. */
const MAX_SENDERS = 1_000;

/** A message that was read from the disk. */
export interface WaitingMessage {
  readonly id: EntryId;
  readonly record: Uint8Array;
  /** Null for what is no message. */
  readonly peek: EnvelopePeek | null;
}

/** The messages of an account that wait beside the queue, in their order. Accounts may have to share one. */
export class Lane {
  readonly index: number;
  readonly accounts = new Set<AccountId>();
  /** Read from the disk and not moved on yet. */
  ahead: WaitingMessage[] = [];
  /** Appends under way. */
  appending = 0;
  /** The limits of its accounts were read: after a start nothing is known of them. */
  isKnown = true;
  /** So much waits that its accounts' agents are turned away at the broker. */
  isHeld = false;
  #senders = new Set<AgentId>();

  constructor(index: number) {
    this.index = index;
  }

  noteSender(agent: AgentId): void {
    if (this.#senders.size < MAX_SENDERS) this.#senders.add(agent);
  }

  /** The agents that have sent since the last call. */
  takeSenders(): readonly AgentId[] {
    const senders = [...this.#senders];
    this.#senders = new Set();
    return senders;
  }
}
