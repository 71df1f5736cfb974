import type { Environment } from '@hawser/platform';
import { EXIT } from './exit-codes.ts';
import { failureOf } from './failure.ts';
import { initDatabase } from './init.ts';
import { migrateDatabase } from './migrate.ts';
import { setPolicies } from './policies.ts';
import { grantReader, type ReaderOptions, revokeReader } from './reader.ts';
import { readDatabaseSettings, readInitSettings, readPolicySettings } from './settings.ts';

/** What `hawser db` can be told to do. */
export type DbTask =
  | 'init'
  | 'migrate'
  | 'policies'
  | ({ readonly name: 'reader grant' | 'reader revoke' } & ReaderOptions);

/** Takes one line at a time. */
export interface Output {
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

/**
 * Does the task. Expected failures become one line each and an exit code; anything else is a bug, and is thrown.
 *
 * @returns the exit code
 */
export async function runDb(task: DbTask, env: Environment, { say, complain }: Output): Promise<number> {
  try {
    await carryOut(task, env, say);
    return EXIT.done;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    complain(failure.line);
    return failure.code;
  }
}

function carryOut(task: DbTask, env: Environment, say: (line: string) => void): Promise<void> {
  if (typeof task === 'object') {
    const change = task.name === 'reader grant' ? grantReader : revokeReader;
    return change(readDatabaseSettings(env), task, say);
  }
  switch (task) {
    case 'init':
      return initDatabase(readInitSettings(env), say);
    case 'migrate':
      return migrateDatabase(readDatabaseSettings(env), say);
    case 'policies':
      return setPolicies(readPolicySettings(env), say);
  }
}
