import { DatabaseError } from 'pg';
import { DatabaseUnavailableError, SqlError } from '../sql-error.ts';
import { DatabaseUrlError } from './connection-options.ts';

/**
 * Server messages that are about the server's state and not about the statement, so that the same statement will do
 * later (PostgreSQL manual, appendix A): connection (08), resources such as disk, memory and connections (53), shutdown,
 * crash and start-up (57P), disk failure (58030), and a server that only reads because another one is the primary
 * now (25006).
 */
const UNAVAILABLE = /^(?:08...|53...|57P0[1-5]|58030|25006)$/;

/** Turns what `pg` throws into the errors that every adapter throws; anything that is neither stays as it is. */
export function translateError(error: unknown): unknown {
  if (error instanceof DatabaseError) return translateServerError(error);
  // A programming error, for example a wrong argument, or a wrong setting.
  if (error instanceof TypeError || error instanceof DatabaseUrlError || !(error instanceof Error)) return error;
  return new DatabaseUnavailableError(`The database cannot be reached: ${reasonOf(error)}`, error);
}

/** A name with several addresses fails with one error each, and no message of its own. */
function reasonOf(error: Error): string {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return inner instanceof Error ? inner.message : String(inner);
}

function translateServerError(error: DatabaseError): Error {
  const { message, code = 'XX000', detail, table, constraint } = error;
  if (UNAVAILABLE.test(code)) return new DatabaseUnavailableError(`The database is unavailable: ${message}`, error);
  return new SqlError({ message, code, detail, table, constraint }, error);
}
