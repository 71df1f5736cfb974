import { ConfigurationError, type Environment } from '@hawser/platform';
import { DatabaseTooNewError, DatabaseUnavailableError, SqlError } from '@hawser/storage';
import { initDatabase } from './init.ts';
import { migrateDatabase } from './migrate.ts';
import { setPolicies } from './policies.ts';
import { readDatabaseSettings, readInitSettings, readPolicySettings } from './settings.ts';

export type DbTask = 'init' | 'migrate' | 'policies';

/** Takes one line at a time. */
interface Output {
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

const DONE = 0;
const REFUSED = 1;
/** Nothing was tried: a setting is wrong, and trying again will not help. */
const MISCONFIGURED = 2;
/** The database cannot be reached or takes no work at the moment: try again. */
const UNAVAILABLE = 3;

/**
 * Does the task. Expected failures become one line each and an exit code; anything else is a bug, and is thrown.
 *
 * @returns the exit code
 */
export async function runDb(task: DbTask, env: Environment, { say, complain }: Output): Promise<number> {
  try {
    await carryOut(task, env, say);
    return DONE;
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === null) throw error;
    complain(lineOf(error as Error));
    return code;
  }
}

function carryOut(task: DbTask, env: Environment, say: (line: string) => void): Promise<void> {
  switch (task) {
    case 'init':
      return initDatabase(readInitSettings(env), say);
    case 'migrate':
      return migrateDatabase(readDatabaseSettings(env), say);
    case 'policies':
      return setPolicies(readPolicySettings(env), say);
  }
}

function exitCodeOf(error: unknown): number | null {
  if (error instanceof ConfigurationError) return MISCONFIGURED;
  if (error instanceof DatabaseUnavailableError) return UNAVAILABLE;
  return error instanceof SqlError || error instanceof DatabaseTooNewError ? REFUSED : null;
}

function lineOf(error: Error): string {
  return error instanceof SqlError ? `The database refused: ${error.message} (SQLSTATE ${error.code})` : error.message;
}
