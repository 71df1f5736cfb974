import type { AccountId, AgentId, LimitName, ReadingValue } from '@hawser/core';

/** One stored reading on its way to a live subscriber. */
export interface LiveReading {
  readonly device: string;
  readonly metric: string;
  readonly unit: string | null;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly value: ReadingValue;
}

/** What one agent's share of a committed batch amounted to. */
export interface CommittedCounts {
  readonly messagesStored: number;
  readonly messagesDuplicate: number;
  readonly messagesRejected: number;
  readonly readingsStored: number;
  readonly readingsRejected: number;
}

/** What happened, as live subscribers and the rate meters hear of it. Structured-cloneable. */
export type LiveEvent =
  | {
      readonly type: 'readings';
      readonly account: AccountId;
      readonly agent: AgentId;
      readonly readings: readonly LiveReading[];
    }
  | {
      readonly type: 'presence';
      readonly account: AccountId;
      readonly agent: AgentId;
      readonly online: boolean;
      readonly at: number;
    }
  | {
      readonly type: 'received';
      readonly account: AccountId;
      readonly agent: AgentId;
      readonly messages: number;
    }
  | {
      readonly type: 'committed';
      readonly account: AccountId;
      readonly agent: AgentId;
      readonly counts: CommittedCounts;
    }
  /** An account came near what it may send, or reached it; told once, not for each message. */
  | {
      readonly type: 'limit';
      readonly account: AccountId;
      readonly limit: LimitName;
      readonly level: 'near' | 'reached';
      readonly at: number;
    };

/** Where roles send live events. Delivery is best effort: the truth is in the database. */
export interface LiveSink {
  /** Tells whether anybody is subscribed to readings of this agent, so that unwanted ones need not be built. */
  wants(account: AccountId, agent: AgentId): boolean;
  publish(event: LiveEvent): void;
}
