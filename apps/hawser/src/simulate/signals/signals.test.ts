import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { createCounter, createDropOuts, createNoise, createSteps, dailyCycle, round } from './shapes.ts';

const HOUR_MS = 3_600_000;
const DAY = Date.UTC(2025, 5, 1);

describe('createRandom', () => {
  it('repeats itself with the same seed and not with another one', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('stays within [0, 1) and has the moments it should have', () => {
    const random = createRandom(42);
    const even = Array.from({ length: 20_000 }, () => random.next());
    const normal = Array.from({ length: 20_000 }, () => random.gaussian());
    expect(Math.min(...even)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...even)).toBeLessThan(1);
    expect(mean(even)).toBeCloseTo(0.5, 1);
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map((value) => value * value))).toBeCloseTo(1, 1);
  });

  it('never gives a number that is not finite', () => {
    fc.assert(fc.property(fc.integer(), (seed) => Number.isFinite(createRandom(seed).gaussian())));
  });
});

describe('shapes', () => {
  it('has its highest value at the peak hour and its lowest twelve hours later', () => {
    const cycle = { mean: 10, amplitude: 4, peakHour: 14 };
    expect(dailyCycle(cycle, DAY + 14 * HOUR_MS)).toBeCloseTo(14, 9);
    expect(dailyCycle(cycle, DAY + 2 * HOUR_MS)).toBeCloseTo(6, 9);
  });

  it('makes noise of the wanted size that changes slowly', () => {
    const noise = createNoise(createRandom(7), 2, 10_000);
    const values = Array.from({ length: 20_000 }, (_, index) => noise(DAY + index * 1_000));
    const jumps = values.slice(1).map((value, index) => (value - (values[index] ?? 0)) ** 2);
    expect(Math.sqrt(mean(values.map((value) => value * value)))).toBeCloseTo(2, 0);
    expect(Math.sqrt(mean(jumps))).toBeLessThan(1);
  });

  it('holds a level for the wanted time on average', () => {
    const step = createSteps(createRandom(3), [1, 2, 3, 4], 60_000);
    const values = Array.from({ length: 36_000 }, (_, index) => step(DAY + index * 1_000));
    const changes = values.filter((value, index) => index > 0 && value !== values[index - 1]).length;
    expect(new Set(values)).toEqual(new Set([1, 2, 3, 4]));
    // 600 draws are expected, a quarter of which draw the same level again.
    expect(changes).toBeGreaterThan(350);
    expect(changes).toBeLessThan(550);
  });

  it('is silent for the wanted share of the time, and not at the beginning', () => {
    const isOut = createDropOuts(createRandom(5), 90_000, 10_000);
    expect(isOut(DAY)).toBe(false);
    const silent = Array.from({ length: 100_000 }, (_, index) => isOut(DAY + index * 1_000)).filter(Boolean).length;
    expect(silent / 100_000).toBeCloseTo(0.1, 1);
  });

  it('counts up by the rate and never falls', () => {
    const counter = createCounter(100);
    expect(counter(DAY, 5)).toBe(100);
    expect(counter(DAY + HOUR_MS, 5)).toBeCloseTo(105, 9);
    expect(counter(DAY, 5)).toBeCloseTo(105, 9);
    expect(counter(DAY + HOUR_MS, -3)).toBeCloseTo(105, 9);
  });

  it('rounds', () => {
    expect([round(1.2345, 2), round(1_234.5, 0), round(-0.05, 1)]).toEqual([1.23, 1_235, -0]);
  });
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
