/** The tables of readings in daily partitions, with the roll-ups that the scheduler keeps of them. */
export interface DayTables {
  readonly readings: string;
  readonly minutes: string;
  readonly hours: string;
  /** What commits add to the roll-ups, until it is merged into them. */
  readonly partials: string;
}

/** On plain PostgreSQL they hold everything. */
export const PLAIN_TABLES: DayTables = Object.freeze({
  readings: 'readings',
  minutes: 'readings_1m',
  hours: 'readings_1h',
  partials: 'rollup_partials',
});

/** With TimescaleDB they hold what came too late for its continuous aggregates, and what was there before it. */
export const LATE_TABLES: DayTables = Object.freeze({
  readings: 'late_readings',
  minutes: 'late_readings_1m',
  hours: 'late_readings_1h',
  partials: 'late_partials',
});
