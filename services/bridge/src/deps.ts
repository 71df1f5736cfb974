import type { LiveSink } from '@hawser/contracts/streams';
import type { Clock } from '@hawser/core';
import type { CrossingStore, IntakeAppender, IntakeReader, ReceivedLedger, UsageStore } from '@hawser/intake';
import type { Logger, Metrics } from '@hawser/platform';
import type {
  AccountHolds,
  AccountPolicies,
  PresenceRepository,
  StatusRepository,
  TopicOwnerRepository,
} from '@hawser/storage';
import type { Lanes } from './aside/lanes.ts';

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
  readonly crossings: CrossingStore;
  readonly policies: Pick<AccountPolicies, 'known' | 'read'>;
  /** Opens where messages of accounts above their limits wait; the bridge closes it. */
  readonly openLanes: () => Promise<Lanes>;
  /** Tells whoever answers the broker which accounts' agents are to be turned away. */
  readonly holds: Pick<AccountHolds, 'hold'>;
  readonly statuses: StatusRepository;
  readonly presence: PresenceStore;
  readonly live: LiveSink;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
}
