import { type AccountId, type AgentId, type DeadLetterId, NO_AGENT, type RefusedReading } from '@hawser/core';
import type { Database } from '../database.ts';
import { createDayPartitions, type DayPartitions, dayOf } from '../readings/day-partitions.ts';
import { hasSqlState, SqlError } from '../sql-error.ts';
import type { CommitBatch, CommitResult } from './commit-batch.ts';
import { AlreadyStoredError, writeBatch } from './commit-batch-writer.ts';
import { knownIds, loadSequences } from './dedup-marks.ts';
import { acquireShard, renewShard, type ShardLease } from './shard-lease.ts';

/** What a replay may still store of a dead letter. */
export interface ReplayableDeadLetter {
  /** Positions of the readings that were refused; null when nothing of the message was stored. */
  readonly refused: readonly number[] | null;
  /** The line of the ledger on which the message stands as rejected. */
  readonly accountId: AccountId;
  readonly agentId: AgentId;
  /** Milliseconds since the Unix epoch. */
  readonly receivedAt: number;
}

/** Where messages go that belong to no known agent. */
export interface KnownAccounts {
  readonly existing: ReadonlySet<AccountId>;
  /** Keeps what belongs to no account. */
  readonly root: AccountId;
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
  /**
   * @returns those of the accounts that exist, and the root account
   * @throws NotSetUpError when there is no root account yet
   */
  knownAccounts(accounts: readonly AccountId[]): Promise<KnownAccounts>;
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

/** There is no root account yet that could keep what belongs to nobody. */
export class NotSetUpError extends Error {
  constructor() {
    super('The installation has not been set up: there is no root account.');
    this.name = 'NotSetUpError';
  }
}

/** SQLSTATE 23514 is what COPY reports for a row that fits no partition. */
const NO_PARTITION = '23514';

/**
 * @param config.queue - name of the queue whose shards are meant
 */
export function createIngestStore(db: Database, config: { readonly queue: string }): IngestStore {
  const { queue } = config;
  const partitions = createDayPartitions(db);
  return {
    acquireShard: (shard, owner, leaseMs) => acquireShard(db, queue, shard, owner, leaseMs),
    renewShard: (shard, epoch, leaseMs) => renewShard(db, queue, shard, epoch, leaseMs),
    releaseShard: async (shard, epoch) => {
      await renewShard(db, queue, shard, epoch, -1);
    },
    existingAgents: (agents) => existingAgents(db, agents),
    knownAccounts: (accounts) => knownAccounts(db, accounts),
    loadCursors: (agents) => loadSequences(db, agents),
    knownIds: (ids) => knownIds(db, ids),
    deadLettersForReplay: (ids) => deadLettersForReplay(db, ids),
    commit: (batch) => commit(db, queue, partitions, batch),
  };
}

/** A day that is known here may have been dropped by retention, in another process: make it again, once. */
async function commit(
  db: Database,
  queue: string,
  partitions: DayPartitions,
  batch: CommitBatch,
): Promise<CommitResult> {
  try {
    return await tryCommit(db, queue, partitions, batch);
  } catch (error) {
    if (error instanceof SqlError) partitions.forget();
    if (!hasSqlState(error, NO_PARTITION)) throw error;
    return tryCommit(db, queue, partitions, batch);
  }
}

async function tryCommit(
  db: Database,
  queue: string,
  partitions: DayPartitions,
  batch: CommitBatch,
): Promise<CommitResult> {
  await partitions.ensure(daysOf(batch));
  try {
    await db.transaction((tx) => writeBatch(tx, queue, batch));
    return { committed: true };
  } catch (error) {
    if (error instanceof AlreadyStoredError) return { committed: false };
    throw error;
  }
}

function daysOf({ readings }: CommitBatch): Set<number> {
  const days = new Set<number>();
  let latest = Number.NaN;
  for (const { time } of readings) {
    const day = dayOf(time);
    // Neighbours mostly are of one day.
    if (day !== latest) days.add(day);
    latest = day;
  }
  return days;
}

async function existingAgents(db: Database, agents: readonly AgentId[]): Promise<Set<AgentId>> {
  if (agents.length === 0) return new Set();
  const rows = await db.query<{ id: AgentId }>('SELECT id FROM agents WHERE id = ANY ($1::uuid[])', [agents]);
  return new Set(rows.map((row) => row.id));
}

async function knownAccounts(db: Database, accounts: readonly AccountId[]): Promise<KnownAccounts> {
  const rows = await db.query<{ id: AccountId; isRoot: boolean }>(
    'SELECT id, parent_id IS NULL AS "isRoot" FROM accounts WHERE parent_id IS NULL OR id = ANY ($1::uuid[])',
    [accounts],
  );
  const root = rows.find(({ isRoot }) => isRoot);
  if (root === undefined) throw new NotSetUpError();
  return { existing: new Set(rows.map(({ id }) => id)), root: root.id };
}

interface ReplayRow extends Omit<ReplayableDeadLetter, 'refused' | 'agentId'> {
  readonly id: DeadLetterId;
  readonly agentId: AgentId | null;
  readonly refused: readonly RefusedReading[] | null;
}

async function deadLettersForReplay(
  db: Database,
  ids: readonly DeadLetterId[],
): Promise<Map<DeadLetterId, ReplayableDeadLetter>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<ReplayRow>(
    `SELECT id, refused, account_id AS "accountId", agent_id AS "agentId", received_at AS "receivedAt"
      FROM dead_letters WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, toReplayable(row)]));
}

function toReplayable({ refused, accountId, agentId, receivedAt }: ReplayRow): ReplayableDeadLetter {
  return {
    refused: refused?.map((reading) => reading.index) ?? null,
    accountId,
    agentId: agentId ?? NO_AGENT,
    receivedAt,
  };
}
