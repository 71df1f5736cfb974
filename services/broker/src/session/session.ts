import type { Duplex } from 'node:stream';
import type { AccountId, AgentIdentity } from '@hawser/core';
import type { PublishDecision } from '@hawser/intake';

/** One connection of one agent, from the moment it has proven who it is until its socket is closed. */
export interface Session {
  /** UUID that tells this connection from the agent's earlier and later ones. */
  readonly id: string;
  readonly agent: AgentIdentity;
  /** That of the agent. */
  readonly account: AccountId;
  readonly connection: Duplex;
  /** Milliseconds since the Unix epoch. */
  readonly openedAt: number;
  /** Milliseconds since the Unix epoch; null while the connection is open. */
  closedAt: number | null;
  /** Filters subscribed to. */
  readonly subscriptions: Set<string>;
  /** What was decided about the last topic published to. */
  lastDecision: { readonly topic: string; readonly decision: PublishDecision } | null;
  /** QoS 2 packet ids being appended at this moment, so that a resend waits for the first instead of appending again. */
  readonly appendingQos2: Map<number, Promise<unknown>>;
}
