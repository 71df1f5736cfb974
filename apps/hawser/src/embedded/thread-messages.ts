import type { MessagePort } from 'node:worker_threads';
import type { LiveEvent } from '@hawser/contracts/streams';
import type { AccountId, AgentId, TelemetryLimits } from '@hawser/core';
import type { IngestionProfile } from '@hawser/ingestion';
import type { LogConfig } from '@hawser/platform';
import type { EmbeddedLogSignal } from '@hawser/queue/embedded-log';

/** What the ingestion thread is given when it starts. */
export interface IngestionThreadData {
  readonly queueDir: string;
  readonly signal: EmbeddedLogSignal;
  readonly database: MessagePort;
  readonly profile: IngestionProfile;
  readonly limits: TelemetryLimits;
  readonly log: LogConfig;
}

/** Whose readings somebody wants to see live: all agents of some accounts, and some agents. */
export interface Interest {
  readonly accounts: readonly AccountId[];
  readonly agents: readonly AgentId[];
}

/** From the main thread. */
export type ToIngestionThread =
  | ({ readonly type: 'interest' } & Interest)
  | { readonly type: 'metrics'; readonly request: number }
  | { readonly type: 'stop' };

/** To the main thread. */
export type FromIngestionThread =
  | { readonly type: 'ready' }
  | { readonly type: 'live'; readonly events: readonly LiveEvent[] }
  | { readonly type: 'metrics'; readonly request: number; readonly json: object[] }
  | { readonly type: 'stopped' };
