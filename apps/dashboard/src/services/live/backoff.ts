const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to wait before the n-th attempt in a row (from 0), in ms: doubling, at most 15 s, and spread by half so that
 * the browsers of a restarted server do not all come back at once.
 * @param random between 0 and 1
 */
export function reconnectDelay(attempt: number, random: number): number {
  const full = Math.min(FIRST_MS * 2 ** Math.min(attempt, 10), LONGEST_MS);
  return full * (0.5 + random / 2);
}
