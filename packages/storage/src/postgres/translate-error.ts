import { DatabaseError } from 'pg';
import { DatabaseUnavailableError, SqlError } from '../sql-error.ts';

/**
 * Server messages that are about the connection and not about the statement (PostgreSQL manual, appendix A): class 08,
 * shutdown, crash, start-up, too many connections.
 */
const UNAVAILABLE = /^(?:08...|57P0[1-5]|53300)$/;

/** Turns what `pg` throws into the errors that every adapter throws; anything that is neither stays as it is. */
export function translateError(error: unknown): unknown {
  if (error instanceof DatabaseError) return translateServerError(error);
  // A programming error, for example a wrong argument.
  if (error instanceof TypeError || !(error instanceof Error)) return error;
  return new DatabaseUnavailableError(`The database cannot be reached: ${error.message}`, error);
}

function translateServerError(error: DatabaseError): Error {
  const { message, code = 'XX000', detail, table, constraint } = error;
  if (UNAVAILABLE.test(code)) return new DatabaseUnavailableError(`The database is unavailable: ${message}`, error);
  return new SqlError({ message, code, detail, table, constraint }, error);
}
