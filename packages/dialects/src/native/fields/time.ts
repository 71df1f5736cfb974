import type { DecodeContext } from '@hawser/core';

import { quote, type Refusal, refusal, typeName } from '../refusal.ts';

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d{1,12})?([Zz]|[+-]\d\d:\d\d)$/;
const MINUTE_MS = 60_000;

/**
 * Reads a time: a number of milliseconds since the Unix epoch (never seconds), an RFC 3339 text, or a MessagePack
 * timestamp. Checks the limits on age, and rounds to whole milliseconds.
 *
 * @param time - anything but undefined and null, which the caller has to give a meaning
 */
export function readTime(time: unknown, context: DecodeContext): number | Refusal {
  if (typeof time === 'number') return checkTime(time, context);
  if (typeof time === 'string') return checkTime(parseRfc3339(time), context, time);
  if (time instanceof Date) return checkTime(time.getTime(), context);
  return refusal('invalid-time', `the time is ${typeName(time)}, neither milliseconds nor an RFC 3339 text`);
}

/**
 * Checks a time that was computed.
 *
 * @param ms - milliseconds since the Unix epoch
 * @param text - how the sender wrote it, when that was a text
 */
export function checkTime(ms: number, context: DecodeContext, text?: string): number | Refusal {
  const { now, limits } = context;
  if (ms >= now - limits.maxAgeMs && ms <= now + limits.maxAheadMs) return Math.round(ms);
  const written = text === undefined ? String(ms) : quote(text);
  if (!Number.isFinite(ms)) return refusal('invalid-time', `${written} is not a valid time`);
  if (ms > now) return refusal('time-too-far-ahead', `${written} ${inWords(ms)} is too far ahead`);
  return refusal('time-too-old', `${written} ${inWords(ms)} is too long ago; numbers are milliseconds since 1970`);
}

function inWords(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '(outside of the calendar)' : `(${date.toISOString()})`;
}

/** @returns NaN when the text is not an RFC 3339 date-time (section 5.6) that exists */
function parseRfc3339(text: string): number {
  const match = RFC_3339.exec(text);
  if (match === null) return Number.NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const midnight = new Date(Date.UTC(year, month - 1, day));
  // Date.UTC takes 30 February for 1 March, and two-digit years for the twentieth century.
  const exists =
    midnight.getUTCFullYear() === year && midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 60) return Number.NaN;
  const fractionMs = match[7] === undefined ? 0 : Number(match[7]) * 1_000;
  return midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000 + fractionMs - parseOffset(match[8] ?? 'Z');
}

function parseOffset(offset: string): number {
  if (offset.length === 1) return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4, 6))];
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS;
}
