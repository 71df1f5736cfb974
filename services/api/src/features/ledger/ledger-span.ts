import { parseSpan, type Span } from '../../http/times.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Older lines of the ledger are merged into one per hour. */
const MINUTES_KEPT_MS = 48 * HOUR_MS;

/**
 * Reads the span of a ledger query and widens it to what the ledger can tell apart: minutes, or hours in the past.
 *
 * @param since - when the account was made, in milliseconds since the Unix epoch: nothing was received before
 * @throws Problem `invalid-input` when a time is none, or the span ends before it begins
 */
export function ledgerSpan(query: { from?: string; to?: string }, since: number, now: number): Span {
  // A minute more at both ends: clocks that differ, or one that was set back, must not hide what was received.
  const { from, to } = parseSpan(query, { from: since - MINUTE_MS, to: now + MINUTE_MS });
  const fromStep = stepAt(from, now);
  const toStep = stepAt(to, now);
  return { from: Math.floor(from / fromStep) * fromStep, to: Math.ceil(to / toStep) * toStep };
}

function stepAt(ms: number, now: number): number {
  return ms < now - MINUTES_KEPT_MS ? HOUR_MS : MINUTE_MS;
}
