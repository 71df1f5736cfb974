import type { TelemetryLimits } from '@hawser/core';
import type { UpkeepIntervals } from '@hawser/intake';

/** Bounds on what connections may take up, so that neither one agent nor all of them together exhaust the process. */
export interface BrokerBounds {
  /** TCP and WebSocket connections together, signed in or not. */
  readonly maxConnections: number;
  /** How long a connection may take to send its CONNECT packet. */
  readonly connectTimeoutMs: number;
  /** Longest keep-alive honoured; longer or none at all counts as this. */
  readonly maxKeepaliveSeconds: number;
  /** Payloads above the limit are refused by ingestion, with a dead letter; above this many times the limit by us. */
  readonly hardPayloadFactor: number;
  /** Packets that a client may send before its CONNECT packet is answered. */
  readonly maxQueuedPackets: number;
  readonly maxSubscriptionsPerSession: number;
  /** QoS 2 messages of one session that wait for their PUBREL. */
  readonly maxQos2PerSession: number;
  /** How long a slow reader may leave its socket full. */
  readonly drainTimeoutMs: number;
  /** Messages and bytes handed to the queue and not yet durable; more wait outside and are dropped with their client. */
  readonly maxAppendsInFlight: number;
  readonly maxAppendBytesInFlight: number;
  /** Most messages of one account handed to the queue and not yet durable, while other accounts send as well. */
  readonly maxAppendsPerAccount: number;
  /** Bytes read from a connection at once while several accounts send: more would keep the others waiting. */
  readonly maxContendedReadBytes: number;
  /** How long a message over its account's bytes of the day is held before its connection is ended. */
  readonly quotaHoldMs: number;
  /** User names whose credentials are remembered. */
  readonly maxCachedCredentials: number;
  readonly maxCredentialLookups: number;
  readonly credentialLookupTimeoutMs: number;
  /** How long a stop waits for appends under way. */
  readonly stopDeadlineMs: number;
}

export const DEFAULT_BOUNDS: BrokerBounds = Object.freeze({
  maxConnections: 20_000,
  connectTimeoutMs: 10_000,
  maxKeepaliveSeconds: 3_600,
  hardPayloadFactor: 2,
  maxQueuedPackets: 100,
  maxSubscriptionsPerSession: 20,
  maxQos2PerSession: 100,
  drainTimeoutMs: 30_000,
  maxAppendsInFlight: 10_000,
  maxAppendBytesInFlight: 64 * 1024 * 1024,
  maxAppendsPerAccount: 64,
  maxContendedReadBytes: 2 * 1024,
  quotaHoldMs: 30_000,
  maxCachedCredentials: 50_000,
  maxCredentialLookups: 16,
  credentialLookupTimeoutMs: 10_000,
  stopDeadlineMs: 5_000,
});

/** How often things are done that need not be done at once. */
export interface BrokerIntervals extends UpkeepIntervals {
  /** Gathers changes of presence, so that a flapping connection costs few writes. */
  readonly presenceMs: number;
  /** Looks whose account is closed by now, and what accounts have used. */
  readonly accountsMs: number;
  /** Repeated warnings of one kind are held back for this long. */
  readonly repeatLogMs: number;
}

export const DEFAULT_INTERVALS: BrokerIntervals = Object.freeze({
  countMs: 1_000,
  presenceMs: 50,
  touchMs: 5_000,
  idleCatchUpMs: 10_000,
  accountsMs: 5_000,
  repeatLogMs: 10_000,
});

export interface BrokerConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly mqttPort: number;
  /** 0 takes a free one. */
  readonly wsPort: number;
  /** Names this broker in the presence table; must be the same after a restart. */
  readonly brokerId: string;
  /** Copy of the messaging service that this broker is; `default` when left out. */
  readonly serviceInstance?: string;
  readonly limits: TelemetryLimits;
  /** How long a user name that may connect is remembered. */
  readonly authCacheTtlMs: number;
  /** How long a user name that may not connect is remembered. */
  readonly denyCacheTtlMs: number;
  /** A broker that has not renewed its lease for this long is taken for dead, and its agents for offline. */
  readonly leaseMs: number;
  /** Processes that take messages in, each with its share of an account's readings per second; 1 when left out. */
  readonly intakeProcesses?: number;
  readonly bounds?: Partial<BrokerBounds>;
  readonly intervals?: Partial<BrokerIntervals>;
}
