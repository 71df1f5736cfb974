const SECONDS_PER_HOUR = 3_600;

/**
 * How fast something grows, by the line of least squares.
 *
 * @param points - seconds and values
 * @returns by how much it grows in an hour; 0 for fewer than two points
 */
export function slopePerHour(points: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [middle, level] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [at]) => sum + (at - middle) ** 2, 0);
  const covariance = points.reduce((sum, [at, value]) => sum + (at - middle) * (value - level), 0);
  return spread > 0 ? (covariance / spread) * SECONDS_PER_HOUR : 0;
}
