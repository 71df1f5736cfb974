import type { Clock } from '@hawser/core';
import type { Logger, Metrics } from '@hawser/platform';
import type { Mailer } from '@hawser/platform/mail';
import type { QueueAppender, QueueReader } from '@hawser/queue';
import type { AccountPolicies, Database, Invalidations } from '@hawser/storage';
import type { LicenceText } from './features/licence/read-licence.ts';
import type { RateCounter } from './rate-limits/rate-counter.ts';
import type { SecurityPolicy } from './sessions/security-policy.ts';

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
  /** How this process and the others are told of changes to what they remember, such as an agent's credentials. */
  readonly invalidations: Pick<Invalidations, 'publish' | 'subscribe'>;
  readonly setup: SetupGuard;
  /** Gives the licence as it is set now. */
  readonly licence: () => LicenceText;
  /** What accounts ask of sign-ins; the defaults of the installation when left out. */
  readonly securityPolicy?: SecurityPolicy;
  /** Sends mail; null or left out when none is set up. */
  readonly mailer?: Mailer | null;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** What holds in which account, when the process has it already; own ones when left out. */
  readonly policies?: AccountPolicies;
  readonly readiness: () => Promise<Readiness>;
  /** Counts requests for all processes together; left out where this one is alone. */
  readonly sharedRateCounter?: RateCounter | null;
}
