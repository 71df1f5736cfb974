import type { AccountId, AgentId, AgentIdentity } from '@hawser/core';

/** Stands for an agent that nobody knows: ingestion makes a dead letter of its messages. */
export const NOBODY = '00000000-0000-0000-0000-000000000000' as AgentId;

/** Whose a topic is. */
export type Owner =
  | { readonly kind: 'agent'; readonly agent: AgentIdentity }
  /** The account has no such agent. */
  | { readonly kind: 'unknown-agent'; readonly account: AccountId }
  /** Nobody has such an account; the root account takes the message. */
  | { readonly kind: 'unknown-account'; readonly account: AccountId };
