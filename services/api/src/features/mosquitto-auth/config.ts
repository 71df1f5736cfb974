import type { Clock } from '@hawser/core';
import type { AgentDenials, CredentialLookup } from '@hawser/intake';
import type { Logger, Metrics } from '@hawser/platform';
import type { AccountHolds, AccountPolicies } from '@hawser/storage';

/** What the bridge signs in to the foreign broker with. */
export interface BridgeCredential {
  readonly username: string;
  /** SHA-256 of the password. */
  readonly passwordHash: Uint8Array;
  /** Name of the group in which bridges share their subscriptions. */
  readonly shareGroup: string;
}

export interface MosquittoAuthConfig {
  /** Callers that show this token as `Authorization: Bearer …` may ask; null when none does. */
  readonly token: string | null;
  /** Callers from these networks may ask without one, as `10.0.0.0/8` or `fd00::/8`. */
  readonly allowedNetworks: readonly string[];
  /** Per calling address; above it the answer is "ask again". A fleet that comes back needs two for each agent. */
  readonly requestsPerMinute: number;
  /** How long a user name that may connect is remembered. */
  readonly cacheTtlMs: number;
  /** How long a user name that may not connect is remembered. */
  readonly denyCacheTtlMs: number;
  /** Null when no bridge signs in. */
  readonly bridge: BridgeCredential | null;
}

export interface MosquittoAuthDeps {
  readonly credentials: CredentialLookup;
  readonly policies: Pick<AccountPolicies, 'read'>;
  /** Where it is told what agents were denied. */
  readonly denials: Pick<AgentDenials, 'note'>;
  /** Accounts whose agents are turned away for a while. */
  readonly holds: Pick<AccountHolds, 'heldUntil'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
}
