import { startMemoryPglite, testDatabase } from '@hawser/testkit';
import type { Database } from '../../database.ts';

export interface TestEngine {
  readonly database: Database;
  close(): Promise<void>;
}

/** The databases that must behave the same, for `describe.each`. */
export const TEST_ENGINES: readonly (readonly [name: string, open: () => Promise<TestEngine>])[] = [
  ['PGlite', startMemoryPglite],
  ['PostgreSQL', testDatabase],
];
