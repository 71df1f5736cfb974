import type { Database, Transaction } from '../database.ts';
import { SQLSTATE, SqlError } from '../sql-error.ts';
import { together } from '../together.ts';
import { encodeReadings, readingsCopyTarget } from './copy-encoder.ts';
import { createDayPartitions, type DayPartitions, dayOf } from './day-partitions.ts';
import type { DayTables } from './day-tables.ts';
import { dayTablesOf, describeEngine, type EngineDescription } from './detect-engine.ts';
import type { ReadingColumns } from './reading-columns.ts';
import { encodePartials, partialsCopyTarget, rollUpPartials } from './roll-up-partials.ts';
import { databaseTime, LATE_AFTER_MS, writeToHypertable } from './timescale/hypertable-writer.ts';

/** Readings for which everything is ready that must not happen within a transaction. */
export interface PreparedReadings {
  /** The readings, one series after the other. */
  readonly readings: ReadingColumns;
  /** Writes the readings and what they add to the roll-ups, all sent at once. To be committed within minutes. */
  write(tx: Transaction): Promise<void>;
}

/** Writes readings to where the database keeps them: the same call for plain PostgreSQL and for TimescaleDB. */
export interface ReadingsWriter {
  prepare(readings: ReadingColumns): Promise<PreparedReadings>;
  /**
   * Tells whether an error comes from tables that have changed since the writer looked at them, in which case it will
   * look again: a day was dropped by retention, or TimescaleDB was adopted.
   */
  isOutdated(error: unknown): boolean;
}

export interface ReadingsWriterOptions {
  /** Milliseconds since the Unix epoch; the database's own clock when left out. */
  readonly now?: () => Promise<number>;
}

interface Engine extends EngineDescription {
  readonly tables: DayTables;
  readonly partitions: DayPartitions;
}

/** 23514: a row fits no partition; 42P01: a table is gone; 42P17, 42809: `readings` is not partitioned any more. */
const OUTDATED: ReadonlySet<string> = new Set(['23514', SQLSTATE.undefinedTable, '42P17', '42809']);

/** Finds out at the first batch what keeps the readings. */
export function createReadingsWriter(db: Database, options: ReadingsWriterOptions = {}): ReadingsWriter {
  const { now = () => databaseTime(db) } = options;
  let known: Engine | null = null;
  return {
    async prepare(unordered) {
      const readings = unordered.bySeries();
      if (readings.length === 0) return { readings, write: () => Promise.resolve() };
      known ??= await findEngine(db);
      const engine = known;
      const before = engine.kind === 'partitions' ? Number.POSITIVE_INFINITY : (await now()) - LATE_AFTER_MS;
      const late = readings.within(Number.NEGATIVE_INFINITY, before);
      const onTime = readings.within(before, Number.POSITIVE_INFINITY);
      await engine.partitions.ensure(daysOf(late));
      return {
        readings,
        async write(tx) {
          await together([writeToHypertable(tx, engine, onTime), writeToDays(tx, engine.tables, late)]);
        },
      };
    },
    isOutdated(error) {
      if (!(error instanceof SqlError)) return false;
      known = null;
      return OUTDATED.has(error.code);
    },
  };
}

async function findEngine(db: Database): Promise<Engine> {
  const description = await describeEngine(db);
  const tables = dayTablesOf(description.kind);
  return { ...description, tables, partitions: createDayPartitions(db, tables) };
}

function daysOf({ times }: ReadingColumns): Set<number> {
  const days = new Set<number>();
  let last = Number.NaN;
  for (const time of times) {
    const day = dayOf(time);
    if (day !== last) days.add(day);
    last = day;
  }
  return days;
}

async function writeToDays(tx: Transaction, tables: DayTables, readings: ReadingColumns): Promise<void> {
  if (readings.length === 0) return;
  const rows = tx.copyIn(readingsCopyTarget(tables.readings), encodeReadings(readings));
  const partials = rollUpPartials(readings);
  if (partials.length === 0) await rows;
  else await together([rows, tx.copyIn(partialsCopyTarget(tables.partials), encodePartials(partials))]);
}
