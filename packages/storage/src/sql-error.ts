/** What PostgreSQL says about a refused statement; absent fields were not reported. */
export interface SqlErrorFields {
  readonly message: string;
  /** SQLSTATE, five characters (PostgreSQL manual, appendix A). */
  readonly code: string;
  readonly detail?: string | undefined;
  readonly table?: string | undefined;
  readonly constraint?: string | undefined;
}

/** PostgreSQL refused a statement. The same class comes from every adapter, also across a thread's port. */
export class SqlError extends Error {
  readonly code: string;
  readonly detail: string | undefined;
  readonly table: string | undefined;
  readonly constraint: string | undefined;

  constructor(fields: SqlErrorFields, cause?: unknown) {
    super(fields.message, cause === undefined ? undefined : { cause });
    this.name = 'SqlError';
    this.code = fields.code;
    this.detail = fields.detail;
    this.table = fields.table;
    this.constraint = fields.constraint;
  }
}

/** The database cannot be reached at the moment, or gave up in the middle: whether the work was done is not known. */
export class DatabaseUnavailableError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DatabaseUnavailableError';
  }
}

export const SQLSTATE = {
  uniqueViolation: '23505',
  foreignKeyViolation: '23503',
  inFailedTransaction: '25P02',
  undefinedTable: '42P01',
  insufficientPrivilege: '42501',
  /** Also of a role that does not exist, when it is to be taken on. */
  invalidValue: '22023',
} as const;

/** Tells whether `error` is PostgreSQL's refusal with exactly this SQLSTATE. */
export function hasSqlState(error: unknown, code: string): error is SqlError {
  return error instanceof SqlError && error.code === code;
}
