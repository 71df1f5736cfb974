import { startMemoryPglite, testDatabase } from '@hawser/testkit';
import type { Database } from '../../database.ts';
import { startTimescalePglite } from './timescale-pglite.ts';

export interface TestEngine {
  readonly database: Database;
  close(): Promise<void>;
}

type Opener = readonly [name: string, open: () => Promise<TestEngine>];

/** The databases that must behave the same, for `describe.each`. */
export const TEST_ENGINES: readonly Opener[] = [
  ['PGlite', startMemoryPglite],
  ['PostgreSQL', testDatabase],
];

/** The same, and TimescaleDB, which keeps readings in another way. */
export const READINGS_ENGINES: readonly Opener[] = [...TEST_ENGINES, ['TimescaleDB', startTimescalePglite]];
