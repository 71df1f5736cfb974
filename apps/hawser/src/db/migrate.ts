import { describeEngine, type EngineDescription, migrate } from '@hawser/storage';
import { withDatabase } from './connect.ts';
import type { DatabaseSettings } from './settings.ts';

/**
 * Brings the schema up to date, and lets TimescaleDB keep the readings if it is there.
 *
 * @param say - takes one line for each step
 */
export async function migrateDatabase(settings: DatabaseSettings, say: (line: string) => void): Promise<void> {
  // A change of a large table takes as long as it takes; a deadline would only make it start again.
  const options = { url: settings.databaseUrl, setting: 'DATABASE_URL', statementTimeoutMs: 0 };
  await withDatabase(options, async (database) => {
    const { applied, adoptedTimescale } = await migrate(database);
    for (const name of applied) say(`Applied ${name}`);
    if (applied.length === 0) say('The schema was up to date');
    if (adoptedTimescale) say('TimescaleDB keeps new readings from now on; older ones stay where they are');
    say(engineLine(await describeEngine(database)));
  });
}

/** One line about the database, as people know it. */
export function engineLine({ kind, postgresql, timescaledb, hint }: EngineDescription): string {
  const extension = timescaledb === null ? '' : `, TimescaleDB ${timescaledb.version} (${timescaledb.edition})`;
  const place = kind === 'timescaledb' ? 'a hypertable' : 'daily partitions';
  return `PostgreSQL ${postgresql}${extension}: readings in ${place}${hint === null ? '' : `. ${hint}`}`;
}
