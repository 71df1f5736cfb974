import type { Database } from '../database.ts';

/** Who ingests a queue now, and who holds which of its shards. */
export interface Membership {
  /** Names of the processes that gave a sign of life, the asking one included; in order. */
  readonly members: readonly string[];
  /** Owners of the shards whose lease has not ended, by shard. */
  readonly holders: ReadonlyMap<number, string>;
}

/** The processes that share the shards of a queue. All times are the database's: their clocks need not agree. */
export interface IngestionMembers {
  /**
   * Gives a sign of life, and says who else did.
   *
   * @param owner - name of the process
   * @param ttlMs - who gave none for so long counts as gone
   */
  beat(owner: string, ttlMs: number): Promise<Membership>;
  /** Says that the process takes no part any more. */
  leave(owner: string): Promise<void>;
}

const BEAT = `INSERT INTO ingestion_members (queue, owner, heartbeat) VALUES ($1, $2, clock_timestamp())
  ON CONFLICT (queue, owner) DO UPDATE SET heartbeat = excluded.heartbeat`;

/** Whoever asks is alive, however long ago its sign of life was by the time of the answer. */
const ALIVE = `SELECT owner FROM ingestion_members
  WHERE queue = $1 AND (owner = $3 OR heartbeat > clock_timestamp() - make_interval(secs => $2::float8 / 1000))
  ORDER BY owner`;

/** Long gone: nobody may still take them for alive. */
const FORGET = `DELETE FROM ingestion_members
  WHERE queue = $1 AND heartbeat < clock_timestamp() - make_interval(secs => 10 * $2::float8 / 1000)`;

const HOLDERS = 'SELECT shard, owner FROM shard_offsets WHERE queue = $1 AND lease_until >= clock_timestamp()';

/**
 * @param config.queue - name of the queue whose shards are shared
 */
export function createIngestionMembers(db: Database, config: { readonly queue: string }): IngestionMembers {
  const { queue } = config;
  return {
    async beat(owner, ttlMs) {
      await db.query(BEAT, [queue, owner]);
      const alive = await db.query<{ owner: string }>(ALIVE, [queue, ttlMs, owner]);
      await db.query(FORGET, [queue, ttlMs]);
      const held = await db.query<{ shard: number; owner: string }>(HOLDERS, [queue]);
      return {
        members: alive.map((member) => member.owner),
        holders: new Map(held.map((row) => [row.shard, row.owner])),
      };
    },
    async leave(owner) {
      await db.query('DELETE FROM ingestion_members WHERE queue = $1 AND owner = $2', [queue, owner]);
    },
  };
}
