import { ConfigurationError } from '@hawser/platform';
import { DatabaseTooNewError, DatabaseUnavailableError, SqlError } from '@hawser/storage';
import { EXIT } from './exit-codes.ts';

/** What was asked for cannot be done; says why, and what to do. */
export class DbRefusal extends Error {}

/** An expected failure, as a command ends with it. */
export interface Failure {
  readonly code: number;
  /** For a person. */
  readonly line: string;
}

/** @returns null when it is none that is expected of a database */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof ConfigurationError) return { code: EXIT.misconfigured, line: error.message };
  if (error instanceof DatabaseUnavailableError) return { code: EXIT.unavailable, line: error.message };
  if (error instanceof DatabaseTooNewError) return { code: EXIT.refused, line: error.message };
  if (error instanceof DbRefusal) return { code: EXIT.refused, line: error.message };
  if (!(error instanceof SqlError)) return null;
  return { code: EXIT.refused, line: `The database refused: ${error.message} (SQLSTATE ${error.code})` };
}
