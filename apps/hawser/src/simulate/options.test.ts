import { describe, expect, it } from 'vitest';
import { countBetween, csvEnd, duration, namePrefix, numberOrMax } from './options.ts';

describe('options', () => {
  it('reads times', () => {
    expect(['90', '90s', '1.5m', '2h', '1d'].map(duration)).toEqual([90_000, 90_000, 90_000, 7_200_000, 86_400_000]);
    for (const text of ['', '0', '-1s', '5w', '21d', 's', '1e3'])
      expect(() => duration(text)).toThrow(/must be a time/);
  });

  it('reads counts in their range', () => {
    expect(countBetween(1, 10)('10')).toBe(10);
    for (const text of ['0', '11', '1.5', 'ten', '']) expect(() => countBetween(1, 10)(text)).toThrow('from 1 to 10');
  });

  it('reads rates', () => {
    expect([numberOrMax('0.5'), numberOrMax('max')]).toEqual([0.5, 'max']);
    for (const text of ['0', '-1', 'fast', 'Infinity'])
      expect(() => numberOrMax(text)).toThrow(/positive number or max/);
  });

  it('reads where a file shall end', () => {
    expect(['now', 'keep', '2025-01-31T12:00:00Z'].map(csvEnd)).toEqual(['now', 'keep', Date.UTC(2025, 0, 31, 12)]);
    expect(() => csvEnd('later')).toThrow(/must be now, keep, or a time/);
  });

  it('reads names that agents may have', () => {
    expect(namePrefix('site.A')).toBe('site.A');
    for (const text of ['', '-a', 'a b', 'a/b', 'x'.repeat(57)])
      expect(() => namePrefix(text)).toThrow(/letters, digits/);
  });
});
