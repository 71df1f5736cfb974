const ISO =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
const EPOCH = /^\d{9,14}(\.\d+)?$/;
/** Numbers from here on are milliseconds: as seconds they would lie after the year 5000. */
const FIRST_MILLISECONDS = 1e11;
const MINUTE_MS = 60_000;

/**
 * Reads a date with year, month and day in this order, with or without a time and an offset; without one it is UTC.
 *
 * @returns milliseconds since the Unix epoch, or null when the text is no such date
 */
export function parseDate(text: string): number | null {
  const match = ISO.exec(text.trim());
  if (match === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds(match[7])));
  const isReal =
    time.getUTCMonth() === month - 1 && time.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isReal ? time.getTime() - offsetMs(match[8]) : null;
}

/**
 * Reads a number of seconds or milliseconds since the Unix epoch, told apart by their size.
 *
 * @returns milliseconds since the Unix epoch, or null when the text is no such number
 */
export function parseEpoch(text: string): number | null {
  const trimmed = text.trim();
  if (!EPOCH.test(trimmed)) return null;
  const value = Number(trimmed);
  return Math.round(value >= FIRST_MILLISECONDS ? value : value * 1_000);
}

/** Reads a time in any of the forms that are understood. */
export function parseTime(text: string): number | null {
  return parseDate(text) ?? parseEpoch(text);
}

function milliseconds(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1_000);
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_MS;
}
