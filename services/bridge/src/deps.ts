import type { LiveSink } from '@hawser/contracts/streams';
import type { Clock } from '@hawser/core';
import type { IntakeAppender, IntakeReader, ReceivedLedger, UsageStore } from '@hawser/intake';
import type { Logger, Metrics } from '@hawser/platform';
import type { PresenceRepository, StatusRepository, TopicOwnerRepository } from '@hawser/storage';

export type PresenceStore = Pick<PresenceRepository, 'renew' | 'expire' | 'touch'>;

export interface BridgeDeps {
  readonly appender: IntakeAppender;
  /** Reads what was appended but not counted before a crash. Not the reader that ingestion uses. */
  readonly reader: IntakeReader;
  readonly intakeLedger: ReceivedLedger;
  /** See `ShardCounterDeps.countsReadBack`. */
  readonly countsReadBack?: boolean;
  readonly owners: TopicOwnerRepository;
  /** Takes down what accounts have sent; see `AccountMeters`. */
  readonly usage: UsageStore;
  readonly statuses: StatusRepository;
  readonly presence: PresenceStore;
  readonly live: LiveSink;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
}
