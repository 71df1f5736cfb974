import type { Queryable } from '../database.ts';
import { loadJournalPositions } from './journal-offsets.ts';
import type { JournalPosition, QueuePosition } from './queue-position.ts';

/** The right to store a shard's readings, until somebody else acquires it. */
export interface ShardLease {
  /** Goes with every commit; a commit with an older one is refused. */
  readonly epoch: number;
  /** Last entry that is stored; read on after it. Null when none is. */
  readonly offset: QueuePosition | null;
  /** How far each journal is stored whose entries came through the shard. */
  readonly positions: readonly JournalPosition[];
}

/** Leases are measured on the database's clock alone: the owners' clocks need not agree. */
const LEASE_END = (parameter: string) => `clock_timestamp() + make_interval(secs => ${parameter}::float8 / 1000)`;

const ACQUIRE = `INSERT INTO shard_offsets AS s (queue, shard, owner, epoch, lease_until)
  VALUES ($1, $2, $3, 1, ${LEASE_END('$4')})
  ON CONFLICT (queue, shard) DO UPDATE
    SET owner = excluded.owner, epoch = s.epoch + 1, lease_until = excluded.lease_until
  WHERE s.lease_until < clock_timestamp() OR s.owner = excluded.owner
  RETURNING epoch, entry_id AS offset`;

/**
 * Ends the sessions that an owner left open which gave no sign of life for a whole lease, a stopped process for example:
 * what they have locked would keep the next owner waiting. Their transactions could not be committed any more.
 */
const END_STUCK = `SELECT pg_terminate_backend(l.pid)
  FROM shard_offsets s JOIN pg_locks l ON l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted
    AND l.classid::bigint = (hashtext(s.queue)::bigint & 4294967295) AND l.objid::bigint = s.shard
  WHERE s.queue = $1 AND s.shard = $2 AND s.owner <> $3 AND s.lease_until < clock_timestamp()
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.pid <> pg_backend_pid()`;

const RENEW = `UPDATE shard_offsets SET lease_until = ${LEASE_END('$4')}
  WHERE queue = $1 AND shard = $2 AND epoch = $3 RETURNING shard`;

export async function acquireShard(
  db: Queryable,
  queue: string,
  shard: number,
  owner: string,
  leaseMs: number,
): Promise<ShardLease | null> {
  await db.query(END_STUCK, [queue, shard, owner]);
  const [lease] = await db.query<Omit<ShardLease, 'positions'>>(ACQUIRE, [queue, shard, owner, leaseMs]);
  if (lease === undefined) return null;
  // Looked up after the epoch has moved on: whatever an earlier owner commits is committed by now, or refused.
  return { ...lease, positions: await loadJournalPositions(db, queue, shard) };
}

export async function renewShard(
  db: Queryable,
  queue: string,
  shard: number,
  epoch: number,
  leaseMs: number,
): Promise<boolean> {
  const rows = await db.query(RENEW, [queue, shard, epoch, leaseMs]);
  return rows.length === 1;
}
