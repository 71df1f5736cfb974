export const MINUTE_MS = 60_000;

/** Start of the minute that holds a time, both in milliseconds since the Unix epoch. */
export function startOfMinute(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}
