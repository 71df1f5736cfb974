import type { Clock } from '@hawser/core';
import type { Logger, Metrics } from '@hawser/platform';
import type { QueueAppender, QueueReader } from '@hawser/queue';
import type { Database, Invalidations } from '@hawser/storage';

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
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly readiness: () => Promise<Readiness>;
}
