import type { TrustProxy } from './http/trust-proxy.ts';
import type { OidcConfig } from './oidc/oidc-config.ts';
import type { TlsFiles } from './tls/tls-files.ts';

/** Requests per minute, of each address and of each user or API token. */
export interface RateLimits {
  readonly requestsPerMinute: number;
  /** Sign-in, refresh, set-up and one-time links, of each address. */
  readonly signInsPerMinute: number;
}

export const DEFAULT_RATE_LIMITS: RateLimits = Object.freeze({ requestsPerMinute: 6_000, signInsPerMinute: 120 });

/** What a client may take its time with. */
export interface RequestLimits {
  /** Milliseconds for the headers of a request. */
  readonly headersTimeoutMs: number;
  /** Milliseconds for a whole request. */
  readonly requestTimeoutMs: number;
  /** How often connections are looked at for that. */
  readonly checkIntervalMs: number;
  /** Bytes of all headers together; above it the answer is 431. */
  readonly maxHeaderBytes: number;
}

export const DEFAULT_REQUEST_LIMITS: RequestLimits = Object.freeze({
  headersTimeoutMs: 15_000,
  requestTimeoutMs: 30_000,
  checkIntervalMs: 5_000,
  maxHeaderBytes: 16 * 1024,
});

export interface TlsConfig extends TlsFiles {
  /** How often the files are looked at for a renewed certificate. */
  readonly checkIntervalMs: number;
}

export interface LiveLimits {
  readonly maxConnections: number;
  readonly maxSubscriptionsPerConnection: number;
  /** Bytes of one message from a client. */
  readonly maxMessageBytes: number;
  /** Messages from one client in a second. */
  readonly maxMessagesPerSecond: number;
  readonly authenticationDeadlineMs: number;
  readonly pingIntervalMs: number;
  /** How long readings are gathered before they are sent. */
  readonly flushIntervalMs: number;
  /** Bytes waiting in a client's socket above which it counts as slow. */
  readonly slowAboveBytes: number;
  /** Readings gathered for one subscription before only the newest of each series are kept. */
  readonly maxGatheredReadings: number;
  /** Series kept for a slow subscription; newer ones are dropped until it has caught up. */
  readonly maxCoalescedSeries: number;
}

export const DEFAULT_LIVE_LIMITS: LiveLimits = Object.freeze({
  maxConnections: 1_000,
  maxSubscriptionsPerConnection: 32,
  maxMessageBytes: 128 * 1024,
  maxMessagesPerSecond: 50,
  authenticationDeadlineMs: 10_000,
  pingIntervalMs: 30_000,
  flushIntervalMs: 50,
  slowAboveBytes: 1024 * 1024,
  maxGatheredReadings: 2_000,
  maxCoalescedSeries: 10_000,
});

export interface ApiConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Broker address that agents are told. */
  readonly publicMqttUrl: string;
  /** Folder with the built dashboard; null when there is none. */
  readonly dashboardDir: string | null;
  /** Origins of other sites whose pages may use the interface; `*` is every one. */
  readonly corsOrigins: readonly string[];
  readonly jwtAccessExpirySeconds: number;
  readonly jwtRefreshExpirySeconds: number;
  /** Whether the root account, which is for administration, may have agents all the same. */
  readonly allowAgentsInRoot: boolean;
  /** How long a signing key signs; 30 days when left out. */
  readonly signingKeyLifeSeconds?: number;
  /** What secrets in the database are encrypted with; a key of the database's own when left out. */
  readonly secretKey?: string;
  /** Address of the dashboard as people reach it, for links; `http://localhost` with the port when left out. */
  readonly publicUrl?: string;
  readonly version: string;
  readonly trustProxy: TrustProxy;
  /** Serve with TLS; null or left out leaves that to a proxy. */
  readonly tls?: TlsConfig | null;
  readonly requestLimits?: RequestLimits;
  /** Where people can sign in besides here; null or left out when nowhere. */
  readonly oidc?: OidcConfig | null;
  readonly rateLimits?: RateLimits;
  readonly liveLimits?: LiveLimits;
}
