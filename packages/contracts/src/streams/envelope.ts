import type { AccountId, AgentId, DeadLetterId } from '@hawser/core';

/** What a message carries. Telemetry and everything else travel in separate streams. */
export const MESSAGE_KINDS = ['telemetry', 'state', 'event', 'job', 'log', 'lifecycle'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** A message as intake queues it: who sent it, when it came, and the payload bytes untouched. */
export interface Envelope {
  readonly account: AccountId;
  readonly agent: AgentId;
  /** Name of the agent when the message came; it names the device of messages that name none. */
  readonly agentName: string;
  readonly serviceInstance: string;
  readonly dialect: string;
  readonly kind: MessageKind;
  readonly topic: string;
  readonly contentType: string | null;
  /** Milliseconds since the Unix epoch at which the broker had the whole message. */
  readonly receivedAt: number;
  /** W3C trace context header, when the agent sent one. */
  readonly traceparent: string | null;
  /** Set when this is a dead letter on its second way: the row it came from. */
  readonly replayOf: DeadLetterId | null;
  readonly payload: Uint8Array;
}
