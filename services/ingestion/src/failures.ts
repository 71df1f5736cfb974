import { hasSqlState, SQLSTATE, SqlError, StaleEpochError } from '@hawser/storage';

/**
 * Tells whether the database refused the data itself: SQLSTATE class 22 (data exception) or 23 (integrity constraint
 * violation). Trying again would fail again.
 */
export function isDataError(error: unknown): error is SqlError {
  return error instanceof SqlError && /^2[23]/.test(error.code);
}

export function isStaleEpoch(error: unknown): boolean {
  return error instanceof StaleEpochError;
}

/** An agent was deleted between the look at it and the use of its id: look again. */
export function isVanishedAgent(error: unknown): boolean {
  return hasSqlState(error, SQLSTATE.foreignKeyViolation);
}
