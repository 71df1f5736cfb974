import { describe, expect, it } from 'vitest';
import { decideWorkers, isDatabaseBound } from './autoscale.ts';

const CONFIG = { minWorkers: 2, maxWorkers: 8, lagScaleUpMs: 5_000, lagCriticalMs: 15_000 };

describe('the number of workers', () => {
  it.each([
    ['stays while the lag is neither high nor low', 1_000, 4, false, 4],
    ['stays just below the limit', 4_999, 4, false, 4],
    ['grows by one above the limit', 5_000, 4, false, 5],
    ['doubles when the lag is critical', 15_000, 3, false, 6],
    ['never exceeds the maximum', 60_000, 6, false, 8],
    ['does not grow when the database is the bottleneck', 60_000, 4, true, 4],
    ['shrinks by one when there is no lag', 0, 4, false, 3],
    ['shrinks also when the database is the bottleneck', 499, 4, true, 3],
    ['never falls below the minimum', 0, 2, false, 2],
    ['is brought up to a minimum that was raised', 1_000, 1, false, 2],
    ['is brought down to a maximum that was lowered', 1_000, 12, true, 8],
  ])('%s', (_name, lagMs, workers, databaseBound, expected) => {
    expect(decideWorkers({ lagMs, workers, databaseBound }, CONFIG)).toBe(expected);
  });
});

describe('the database as the bottleneck', () => {
  it.each([
    [{ commit: 0.9, total: 1 }, true],
    [{ commit: 0.5, total: 1 }, false],
    [{ commit: 0, total: 0 }, true],
  ])('%o: %s', (spent, expected) => {
    expect(isDatabaseBound(spent)).toBe(expected);
  });
});
