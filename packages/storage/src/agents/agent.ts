import type { AccountId, AgentId } from '@hawser/core';

export interface Agent {
  readonly id: AgentId;
  readonly accountId: AccountId;
  readonly accountName: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** A disabled agent cannot connect. */
  readonly disabled: boolean;
  /** Grows with each change; for `If-Match`. */
  readonly version: number;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface AgentWithPresence extends Agent {
  readonly online: boolean;
  /** Milliseconds since the Unix epoch; null when it never was. */
  readonly connectedAt: number | null;
  readonly disconnectedAt: number | null;
  readonly lastMessageAt: number | null;
}

export type NewAgent = Pick<Agent, 'accountId' | 'name' | 'description' | 'tags'>;

/** What can be changed; what is left out stays. */
export type AgentChange = Partial<Pick<Agent, 'description' | 'tags' | 'disabled'>>;

export interface AgentPage {
  readonly items: readonly AgentWithPresence[];
  /** Give it back to continue; null after the last page. */
  readonly nextCursor: string | null;
}

export interface AgentPageRequest {
  readonly limit: number;
  /** `nextCursor` of the page before, null for the first. */
  readonly cursor: string | null;
  /** Part of the name, in any case. */
  readonly search?: string;
}
