import type { AgentId, DeadLetterId, RefusedReading } from '@hawser/core';
import type { Database } from '../database.ts';
import { createReadingsWriter, type ReadingsWriter } from '../readings/readings-writer.ts';
import type { CommitBatch, CommitResult } from './commit-batch.ts';
import { writeBatch } from './commit-batch-writer.ts';
import { knownIds, loadSequences } from './dedup-marks.ts';
import { acquireShard, renewShard, type ShardLease } from './shard-lease.ts';

/** What a replay may still store of a dead letter. */
export interface ReplayableDeadLetter {
  /** Positions of the readings that were refused; null when nothing of the message was stored. */
  readonly refused: readonly number[] | null;
}

/** Where ingestion keeps what it makes of the queue. */
export interface IngestStore {
  /**
   * Takes a shard that nobody holds, whose lease has ended, or that the same owner holds already. Its epoch moves on
   * each time, so that whatever an earlier holder still has under way is refused.
   *
   * @param owner - name of the process; give the same one after a restart where only one process can have it, so that
   *   the restart need not wait for its own lease
   * @param leaseMs - how long it is held without being renewed
   * @returns null while somebody else holds it
   */
  acquireShard(shard: number, owner: string, leaseMs: number): Promise<ShardLease | null>;
  /** @returns false when somebody else has acquired the shard */
  renewShard(shard: number, epoch: number, leaseMs: number): Promise<boolean>;
  /** Ends the lease early, so that another owner need not wait for its end. */
  releaseShard(shard: number, epoch: number): Promise<void>;
  /** @returns those of the agents that exist */
  existingAgents(agents: readonly AgentId[]): Promise<Set<AgentId>>;
  /** @returns `SequenceHistory` bytes of those agents that have a history */
  loadCursors(agents: readonly AgentId[]): Promise<Map<AgentId, Uint8Array>>;
  /** @returns the ids already stored, each as `opaqueIdKey(agentId, id)` */
  knownIds(ids: readonly { readonly agentId: AgentId; readonly id: string }[]): Promise<Set<string>>;
  /** @returns those of the dead letters that have been neither stored nor deleted meanwhile */
  deadLettersForReplay(ids: readonly DeadLetterId[]): Promise<Map<DeadLetterId, ReplayableDeadLetter>>;
  /**
   * Stores a batch and moves the shard's offset in one transaction. After an error it is not always known whether the
   * transaction was committed: try again with the very same batch, which is never stored twice, or acquire the shard
   * anew and go on at its offset.
   *
   * @throws StaleEpochError when the shard belongs to somebody else; nothing was stored
   */
  commit(batch: CommitBatch): Promise<CommitResult>;
}

export interface IngestStoreConfig {
  /** Name of the queue whose shards are meant. */
  readonly queue: string;
  /** What writes the readings; one made for the database when left out. */
  readonly writer?: ReadingsWriter;
}

export function createIngestStore(db: Database, config: IngestStoreConfig): IngestStore {
  const { queue, writer = createReadingsWriter(db) } = config;
  return {
    acquireShard: (shard, owner, leaseMs) => acquireShard(db, queue, shard, owner, leaseMs),
    renewShard: (shard, epoch, leaseMs) => renewShard(db, queue, shard, epoch, leaseMs),
    releaseShard: async (shard, epoch) => {
      await renewShard(db, queue, shard, epoch, -1);
    },
    existingAgents: (agents) => existingAgents(db, agents),
    loadCursors: (agents) => loadSequences(db, agents),
    knownIds: (ids) => knownIds(db, ids),
    deadLettersForReplay: (ids) => deadLettersForReplay(db, ids),
    commit: (batch) => commit(db, queue, writer, batch),
  };
}

/** What the writer knows of the tables may be out of date, because of another process: it looks again, once. */
async function commit(db: Database, queue: string, writer: ReadingsWriter, batch: CommitBatch): Promise<CommitResult> {
  try {
    return await tryCommit(db, queue, writer, batch);
  } catch (error) {
    if (!writer.isOutdated(error)) throw error;
    return tryCommit(db, queue, writer, batch);
  }
}

async function tryCommit(
  db: Database,
  queue: string,
  writer: ReadingsWriter,
  batch: CommitBatch,
): Promise<CommitResult> {
  const readings = await writer.prepare(batch.readings);
  return { committed: await db.transaction((tx) => writeBatch(tx, queue, batch, readings)) };
}

async function existingAgents(db: Database, agents: readonly AgentId[]): Promise<Set<AgentId>> {
  if (agents.length === 0) return new Set();
  const rows = await db.query<{ id: AgentId }>('SELECT id FROM agents WHERE id = ANY ($1::uuid[])', [agents]);
  return new Set(rows.map((row) => row.id));
}

async function deadLettersForReplay(
  db: Database,
  ids: readonly DeadLetterId[],
): Promise<Map<DeadLetterId, ReplayableDeadLetter>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<{ id: DeadLetterId; refused: readonly RefusedReading[] | null }>(
    'SELECT id, refused FROM dead_letters WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, refused }) => [id, { refused: refused?.map((r) => r.index) ?? null }]));
}
