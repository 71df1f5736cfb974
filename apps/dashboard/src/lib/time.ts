export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const DATE_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** Date and time in the reader's own time zone. */
export function formatDateTime(time: number): string {
  return DATE_TIME.format(time);
}

/**
 * How long ago a time was, in words that only change as fast as they matter.
 * Slightly future times (clocks differ) count as now; after 30 days the date says more.
 */
export function formatAgo(time: number, now: number): string {
  const age = now - time;
  if (age < -MINUTE_MS) return formatDateTime(time);
  if (age < 5 * SECOND_MS) return 'just now';
  if (age < MINUTE_MS) return `${Math.floor(age / SECOND_MS)} s ago`;
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min ago`;
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)} h ago`;
  if (age < 30 * DAY_MS) return `${Math.floor(age / DAY_MS)} d ago`;
  return DATE.format(time);
}

/** A time in milliseconds from an RFC 3339 text or a number; null when it is neither. */
export function parseTime(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null;
  const time = typeof value === 'number' ? value : Date.parse(value);
  return Number.isFinite(time) ? time : null;
}

/** The value that `<input type="datetime-local">` shows for a time, in the reader's time zone. */
export function toLocalInput(time: number): string {
  const date = new Date(time);
  return new Date(time - date.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}

/** The time that a `<input type="datetime-local">` stands for, or null while it is incomplete. */
export function fromLocalInput(text: string): number | null {
  return parseTime(text);
}
