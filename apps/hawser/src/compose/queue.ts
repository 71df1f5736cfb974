import type { QueueAppender, QueueReader } from '@hawser/queue';
import type { EmbeddedLogSignal } from '@hawser/queue/embedded-log';
import type { RedisConnectionConfig, StreamNames } from '@hawser/queue/redis-streams';

/** The queue of an installation, as the roles of this process need it. */
export interface OpenQueue {
  /** Names the queue in the database's offsets. */
  readonly name: string;
  readonly shards: number;
  /** What intake of this process appends to, and what counts its messages; null where nothing is taken in. */
  readonly intake: IntakeEnd | null;
  /** For looking at what waits; holds nothing. */
  readonly auditor: Omit<QueueReader, 'release'>;
  /** How ingestion threads reach the queue. */
  forThread(): ThreadQueue;
  /** Forgets what the queue itself knows of journals that are gone. */
  forgetJournals(journals: readonly string[]): Promise<void>;
  /** Entries that wait, as far as this process knows. */
  queued(): number;
  /** What of the queue works now. */
  checks(): Readonly<Record<string, boolean>>;
}

export interface IntakeEnd {
  readonly appender: QueueAppender;
  /** Reads what was appended, in the order of its ids. */
  readonly reader: Omit<QueueReader, 'release'>;
  /** Name under which the ledger keeps how far the messages of this intake are counted. */
  readonly ledgerName: string;
  /** The reader shows entries some time after they were appended. */
  readonly isReadLate: boolean;
}

/** The queue for another thread of this process; may be posted to it. */
export type ThreadQueue =
  | { readonly kind: 'log'; readonly name: string; readonly dir: string; readonly signal: EmbeddedLogSignal }
  | {
      readonly kind: 'streams';
      readonly name: string;
      readonly redis: RedisConnectionConfig;
      readonly names: StreamNames;
      readonly shards: number;
      /** How long entries stay that are stored and not counted, in milliseconds. */
      readonly keepUncountedMs: number;
    };
