import type { Database } from '../database.ts';
import { ADVISORY_LOCK } from '../maintenance/advisory-locks.ts';
import type { DayTables } from './day-tables.ts';

export const DAY_MS = 86_400_000;

/** Days made in one transaction: making a partition keeps everything else off the table for about a millisecond. */
const DAYS_PER_TRANSACTION = 25;

/** Names of the partitions, the oldest day first. */
export const listPartitions = ({ readings }: DayTables): string => `SELECT c.relname AS name
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '${readings}'::regclass ORDER BY c.relname`;

/** Makes daily partitions before rows for them arrive. Days are UTC days. */
export interface DayPartitions {
  /**
   * Makes sure that every day has its partition. Days that are known to have one cost nothing.
   *
   * @param days - days since the Unix epoch, as {@link dayOf} gives them
   */
  ensure(days: Iterable<number>): Promise<void>;
}

/** UTC day that holds a time, counted from the Unix epoch. */
export function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

/** Name of a day's partition: `readings_20240501`. */
export function partitionName(day: number): string {
  return `readings_${isoDate(day).replaceAll('-', '')}`;
}

/**
 * Reads the day from a partition's name.
 *
 * @returns days since the Unix epoch, or null when the name is not that of a day's partition
 */
export function partitionDay(name: string): number | null {
  const match = /^readings_(\d{4})(\d\d)(\d\d)$/.exec(name);
  return match === null ? null : dayOf(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
}

export function createDayPartitions(db: Database, tables: DayTables): DayPartitions {
  const known = new Set<number>();
  return {
    async ensure(days) {
      const missing = [...new Set(days)].filter((day) => !known.has(day)).sort((a, b) => a - b);
      for (let from = 0; from < missing.length; from += DAYS_PER_TRANSACTION) {
        const chunk = missing.slice(from, from + DAYS_PER_TRANSACTION);
        await createPartitions(db, tables, chunk);
        for (const day of chunk) known.add(day);
      }
    },
  };
}

/** The lock is needed although `IF NOT EXISTS` is said: two sessions that both see no table both create it. */
async function createPartitions(db: Database, tables: DayTables, days: readonly number[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK.partitions]);
    for (const day of days) await tx.query(createPartitionSql(tables, day));
  });
}

function createPartitionSql({ readings }: DayTables, day: number): string {
  const bounds = `FROM ('${isoDate(day)}T00:00:00Z') TO ('${isoDate(day + 1)}T00:00:00Z')`;
  return `CREATE TABLE IF NOT EXISTS ${partitionName(day)} PARTITION OF ${readings} FOR VALUES ${bounds}`;
}

function isoDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
