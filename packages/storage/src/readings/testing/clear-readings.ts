import type { Database } from '../../database.ts';
import { dayTablesOf, engineKind } from '../detect-engine.ts';

/** Empties every table that holds readings or roll-ups, and forgets what retention has dropped. */
export async function clearReadings(db: Database): Promise<void> {
  const kind = await engineKind(db);
  const { readings, minutes, hours, partials } = dayTablesOf(kind);
  const aggregates = kind === 'timescaledb' ? ['readings_1h', 'readings_1m', 'readings'] : [];
  for (const table of [readings, minutes, hours, partials, ...aggregates]) await db.query(`TRUNCATE ${table}`);
  await db.query(`UPDATE retention_floors SET floor = '-infinity'`);
}
