import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketGrid } from './bucket-width.ts';

describe('bucketGrid', () => {
  const time = fc.integer({ min: Date.UTC(1999, 0, 1), max: Date.UTC(2030, 0, 1) });
  const length = fc.oneof(fc.integer({ min: 1, max: 86_400_000 }), fc.integer({ min: 1, max: 10 * 365 * 86_400_000 }));

  it('never lets more buckets touch the span than points, and is not wider than it must be', () => {
    fc.assert(
      fc.property(
        time,
        length,
        fc.integer({ min: 1, max: 5_000 }),
        fc.constantFrom(60_000, 3_600_000),
        (from, ms, points, base) => {
          const to = from + ms;
          const { origin, widthMs } = bucketGrid({ from, to }, points, base);
          const touched = (width: number) =>
            Math.floor((to - 1 - origin) / width) - Math.floor((from - origin) / width) + 1;
          expect(touched(widthMs)).toBeLessThanOrEqual(points);
          expect(widthMs % base).toBe(0);
          if (points > 1 && widthMs > base) expect(touched(widthMs - base)).toBeGreaterThan(points - 2);
        },
      ),
    );
  });
});
