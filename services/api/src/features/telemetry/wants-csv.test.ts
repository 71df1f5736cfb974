import { describe, expect, it } from 'vitest';
import { wantsCsv } from './wants-csv.ts';

describe('wantsCsv', () => {
  it.each([
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['text/csv', true],
    ['TEXT/CSV; header=present', true],
    ['text/csv, */*', true],
    ['text/csv, */*;q=0.1', true],
    ['text/csv, application/json', false],
    ['text/csv, application/json;q=0.5', true],
    ['text/csv;q=0.5, application/json', false],
    ['text/csv;q=0', false],
    ['text/csv;q=x', false],
  ])('%j: %s', (accept, wanted) => {
    expect(wantsCsv(accept)).toBe(wanted);
  });
});
