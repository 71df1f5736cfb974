import type { AgentId, Clock } from '@hawser/core';
import type { Logger, Metrics } from '@hawser/platform';
import type { QueueAppender, QueueReader } from '@hawser/queue';
import type { AccountPolicies, Database } from '@hawser/storage';

/** The broker's side of a change to an agent. */
export interface BrokerControl {
  /** Ends the agent's live session, when it has one. */
  disconnectAgent(agent: AgentId): void | Promise<void>;
  /** Drops what the broker remembers of the agent's credentials. */
  forgetAgent(agent: AgentId): void | Promise<void>;
}

/** Who may run the set-up: whoever holds the token that the program printed. */
export interface SetupGuard {
  /** Tells whether a set-up token is waiting to be used. */
  expected(): Promise<boolean>;
  /** Uses the token up; false when it is not the one, or was used before. */
  take(token: string): Promise<boolean>;
}

/** Each part the service needs, and whether it works now. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, boolean>>;
}

export interface ApiDeps {
  readonly db: Database;
  /** Name of the queue in the database's offsets. */
  readonly queue: string;
  readonly appender: Pick<QueueAppender, 'append' | 'shards' | 'saturated'>;
  readonly reader: Pick<QueueReader, 'read' | 'compare' | 'shards'>;
  readonly brokerControl: BrokerControl;
  readonly setup: SetupGuard;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** What holds in which account, when the process has it already; own ones when left out. */
  readonly policies?: AccountPolicies;
  readonly readiness: () => Promise<Readiness>;
}
