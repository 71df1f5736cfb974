import type { LiveEvent } from '@hawser/contracts/streams';
import type { AccountId, AgentId } from '@hawser/core';
import type { IngestionStats } from '../ingestion-role.ts';

/** Whose readings somebody wants to see live: all agents of some accounts, and some agents. */
export interface Interest {
  readonly accounts: readonly AccountId[];
  readonly agents: readonly AgentId[];
}

/** To a worker thread. Each request is answered by a message with the same number. */
export type ToWorker =
  | ({ readonly type: 'interest' } & Interest)
  | { readonly type: 'assign'; readonly request: number; readonly shards: readonly number[] }
  | { readonly type: 'stats'; readonly request: number }
  | { readonly type: 'metrics'; readonly request: number }
  | { readonly type: 'stop' };

/** From a worker thread. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'live'; readonly events: readonly LiveEvent[] }
  | { readonly type: 'assigned'; readonly request: number }
  | { readonly type: 'stats'; readonly request: number; readonly stats: IngestionStats }
  | { readonly type: 'metrics'; readonly request: number; readonly json: object[] };
