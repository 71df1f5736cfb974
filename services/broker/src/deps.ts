import type { LiveSink } from '@hawser/contracts/streams';
import type { Clock } from '@hawser/core';
import type {
  AgentDenials,
  CredentialLookup,
  CrossingStore,
  IntakeAppender,
  IntakeReader,
  ReceivedLedger,
  UsageStore,
} from '@hawser/intake';
import type { Logger, Metrics } from '@hawser/platform';
import type { AccountPolicies, PresenceRepository } from '@hawser/storage';

export type PresenceStore = Pick<
  PresenceRepository,
  'connected' | 'disconnected' | 'renew' | 'expire' | 'clearBroker' | 'touch'
>;

export interface BrokerDeps {
  readonly appender: IntakeAppender;
  /** Reads what was appended but not counted before a crash. Not the reader that ingestion uses. */
  readonly reader: IntakeReader;
  readonly credentials: CredentialLookup;
  readonly policies: Pick<AccountPolicies, 'read' | 'known'>;
  readonly usage: UsageStore;
  readonly crossings: CrossingStore;
  readonly presence: PresenceStore;
  readonly intakeLedger: ReceivedLedger;
  /** See `ShardCounterDeps.countsReadBack`. */
  readonly countsReadBack?: boolean;
  /** Where it is told what agents were denied. */
  readonly denials: Pick<AgentDenials, 'note'>;
  readonly live: LiveSink;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
}
