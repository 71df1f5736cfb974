import type { LiveSink } from '@hawser/contracts/streams';
import type { Clock } from '@hawser/core';
import type { Logger, Metrics } from '@hawser/platform';
import type { QueueAppender, QueueReader } from '@hawser/queue';
import type { CredentialRepository, IntakeLedger, PresenceRepository } from '@hawser/storage';

export type CredentialLookup = Pick<CredentialRepository, 'findByUsername'>;

/** What is stored of the credential that a user name belongs to. */
export type StoredCredential = NonNullable<Awaited<ReturnType<CredentialLookup['findByUsername']>>>;

export type PresenceStore = Pick<
  PresenceRepository,
  'connected' | 'disconnected' | 'renew' | 'expire' | 'clearBroker' | 'touch'
>;

export type ReceivedLedger = Pick<IntakeLedger, 'cursor' | 'add'>;

export interface BrokerDeps {
  readonly appender: Pick<QueueAppender, 'append' | 'shards'>;
  /** Reads what was appended but not counted before a crash. Not the reader that ingestion uses. */
  readonly reader: Pick<QueueReader, 'read' | 'compare'>;
  readonly credentials: CredentialLookup;
  readonly presence: PresenceStore;
  readonly intakeLedger: ReceivedLedger;
  readonly live: LiveSink;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
}
