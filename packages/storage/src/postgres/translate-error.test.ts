import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { DatabaseUnavailableError, SqlError } from '../sql-error.ts';
import { translateError } from './translate-error.ts';

function serverError(code: string): DatabaseError {
  const error = new DatabaseError('what the server said', 20, 'error');
  error.code = code;
  return error;
}

describe('translateError', () => {
  it.each([
    ['08006', 'connection failure'],
    ['53100', 'disk full'],
    ['53200', 'out of memory'],
    ['53300', 'too many connections'],
    ['57P01', 'terminated by an administrator'],
    ['57P02', 'crash of another session'],
    ['57P03', 'starting up'],
    ['58030', 'input or output failed'],
    ['25006', 'read-only'],
  ])('takes %s (%s) for a database that is unavailable', (code) => {
    expect(translateError(serverError(code))).toBeInstanceOf(DatabaseUnavailableError);
  });

  it.each([
    ['23505', 'a duplicate'],
    ['57014', 'a statement that took too long'],
    ['28P01', 'a wrong password'],
    ['42501', 'a missing privilege'],
  ])('takes %s (%s) for a refusal', (code) => {
    const error = translateError(serverError(code));
    expect(error).toBeInstanceOf(SqlError);
    expect(error).toMatchObject({ code });
  });

  it('says why none of several addresses could be reached', () => {
    const error = translateError(new AggregateError([new Error('connect ECONNREFUSED ::1:5432'), new Error('other')]));
    expect(error).toMatchObject({ message: 'The database cannot be reached: connect ECONNREFUSED ::1:5432' });
  });
});
