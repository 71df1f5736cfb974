import type { Engine } from './engine.ts';
import { decodeResult } from './result-reader.ts';
import { encodeStatement } from './wire.ts';

export interface HousekeepingLimits {
  /**
   * Bytes of WAL after which a checkpoint is made. PGlite has no checkpointer process, so WAL would grow until the disk
   * is full.
   */
  readonly walBytes: number;
  /** Bytes of WAL after which one is made when the database has nothing else to do. */
  readonly idleWalBytes: number;
  /** Milliseconds between two looks for tables to vacuum. */
  readonly vacuumIntervalMs: number;
}

/** Measured: a checkpoint keeps clients waiting for a quarter of a second, recovery reads 300 MB of WAL a second. */
const DEFAULT_LIMITS: HousekeepingLimits = {
  walBytes: 128 * 1024 * 1024,
  idleWalBytes: 16 * 1024 * 1024,
  vacuumIntervalMs: 60_000,
};

const WAL_BYTES = `SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS wal`;

/**
 * The tables that PostgreSQL's autovacuum would take, by its default thresholds (PostgreSQL manual, 24.1.6), with the
 * one that needs it most first. PGlite has no autovacuum process either.
 */
const NEGLECTED_TABLE = `
  SELECT format('%I.%I', s.schemaname, s.relname) AS name
    FROM pg_stat_all_tables s
    JOIN pg_class c ON c.oid = s.relid
   WHERE s.schemaname NOT LIKE 'pg\\_t%' AND c.relkind = 'r'
     AND (s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0)
       OR s.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0)
       OR age(c.relfrozenxid) > 200000000)
   ORDER BY age(c.relfrozenxid) > 200000000 DESC, s.n_dead_tup DESC
   LIMIT 1`;

export interface Housekeeping {
  /**
   * Does the most urgent piece of work, if one is due. The caller has the turn.
   *
   * @param idle - no client has asked anything since the last step
   * @param now - milliseconds since the Unix epoch
   * @throws SqlError when the work failed; it is due again the next time
   */
  step(idle: boolean, now: number): Promise<void>;
}

/** What a PostgreSQL server does in the background: checkpoints, vacuum, statistics. */
export function createHousekeeping(engine: Engine, limits: HousekeepingLimits = DEFAULT_LIMITS): Housekeeping {
  /** Position of the last checkpoint; a database that was just opened has one. */
  let checkpointed: number | null = null;
  let vacuumAt = 0;

  const query = async <Row>(sql: string): Promise<Row[]> =>
    decodeResult<Row>(await engine.run(encodeStatement(sql, []))).rows;

  const checkpointIfDue = async (idle: boolean): Promise<boolean> => {
    const [row] = await query<{ wal: number }>(WAL_BYTES);
    const wal = row?.wal ?? 0;
    checkpointed ??= wal;
    if (wal - checkpointed < (idle ? limits.idleWalBytes : limits.walBytes)) return false;
    await query('CHECKPOINT');
    checkpointed = wal;
    return true;
  };

  /** One table a step; while there are more, the next step goes on. After an error it waits for the next interval. */
  const vacuumIfDue = async (now: number): Promise<void> => {
    if (now < vacuumAt) return;
    vacuumAt = now + limits.vacuumIntervalMs;
    const [table] = await query<{ name: string }>(NEGLECTED_TABLE);
    if (table === undefined) return;
    await query(`VACUUM (ANALYZE) ${table.name}`);
    vacuumAt = now;
  };

  return {
    async step(idle, now) {
      const busy = await checkpointIfDue(idle);
      if (!busy) await vacuumIfDue(now);
    },
  };
}
