import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate, parseTime } from './parse-time.ts';

describe('parseTime', () => {
  it.each([
    ['2010-01-01T01:00:00', Date.UTC(2010, 0, 1, 1)],
    ['2010-01-01T01:00:00Z', Date.UTC(2010, 0, 1, 1)],
    ['2010-01-01 01:00', Date.UTC(2010, 0, 1, 1)],
    ['2010/12/31', Date.UTC(2010, 11, 31)],
    ['2024-02-29T12:30:15.25+02:00', Date.UTC(2024, 1, 29, 10, 30, 15, 250)],
    ['2024-02-29T12:30:15,123456-0530', Date.UTC(2024, 1, 29, 18, 0, 15, 123)],
    ['2024-02-29 12:30:15 +01', Date.UTC(2024, 1, 29, 11, 30, 15)],
    [' 1700000000 ', 1_700_000_000_000],
    ['1700000000.5', 1_700_000_000_500],
    ['1700000000123', 1_700_000_000_123],
  ])('reads %s', (text, time) => {
    expect(parseTime(text)).toBe(time);
  });

  it.each([
    '',
    'yesterday',
    '2023-02-29',
    '2023-13-01',
    '2023-01-01T25:00',
    '2023-01-01T10:61',
    '31/12/2023',
    '12',
    '-1700000000',
  ])('refuses "%s"', (text) => {
    expect(parseTime(text)).toBeNull();
  });

  it('reads what Date writes', () => {
    const years = { min: new Date('1000-01-01'), max: new Date('9999-01-01'), noInvalidDate: true };
    fc.assert(fc.property(fc.date(years), (date) => parseDate(date.toISOString()) === date.getTime()));
  });
});
