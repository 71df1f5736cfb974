const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** Writes a span of milliseconds in its largest unit, for example `850ms`, `4.2s`, `12m` or `3d`. */
export function span(ms: number): string {
  const [unit, size] = UNITS.find(([, least]) => ms >= least) ?? ['ms', 1];
  const value = ms / size;
  return `${unit !== 'ms' && value < 10 ? Math.floor(value * 10) / 10 : Math.floor(value)}${unit}`;
}
