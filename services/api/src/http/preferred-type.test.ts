import { describe, expect, it } from 'vitest';
import { preferredType } from './preferred-type.ts';

describe('preferredType', () => {
  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['text/html', 'application/json'],
    ['text/csv', 'text/csv'],
    ['TEXT/CSV; header=present', 'text/csv'],
    ['text/*', 'text/csv'],
    ['text/csv, */*', 'text/csv'],
    ['text/csv, */*;q=0.1', 'text/csv'],
    ['text/csv, application/json', 'application/json'],
    ['text/csv, application/json;q=0.5', 'text/csv'],
    ['text/csv;q=0.5, application/json', 'application/json'],
    ['text/csv;q=0', 'application/json'],
    ['text/csv;q=x', 'application/json'],
    ['text/csv;q=0.2, application/x-ndjson', 'application/x-ndjson'],
    ['application/*', 'application/json'],
  ])('%j: %s', (accept, wanted) => {
    expect(preferredType(accept, ['application/json', 'application/x-ndjson', 'text/csv'])).toBe(wanted);
  });
});
