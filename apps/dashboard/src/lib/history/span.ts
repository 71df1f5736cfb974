import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time.ts';

/** A stretch of time that ends now and moves on. */
export interface MovingSpan {
  readonly kind: 'moving';
  readonly id: string;
  readonly label: string;
  readonly name: string;
  readonly lengthMs: number;
}

/** A stretch of time between two chosen moments; it stands still. */
export interface FixedSpan {
  readonly kind: 'fixed';
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

export type Span = MovingSpan | FixedSpan;

function moving(id: string, label: string, name: string, lengthMs: number): MovingSpan {
  return { kind: 'moving', id, label, name, lengthMs };
}

export const DEFAULT_SPAN = moving('15m', '15 min', 'last 15 minutes', 15 * MINUTE_MS);

export const MOVING_SPANS: readonly MovingSpan[] = [
  moving('5m', '5 min', 'last 5 minutes', 5 * MINUTE_MS),
  DEFAULT_SPAN,
  moving('1h', '1 h', 'last hour', HOUR_MS),
  moving('6h', '6 h', 'last 6 hours', 6 * HOUR_MS),
  moving('24h', '24 h', 'last 24 hours', DAY_MS),
  moving('7d', '7 d', 'last 7 days', 7 * DAY_MS),
  moving('30d', '30 d', 'last 30 days', 30 * DAY_MS),
];

const FIXED_ID = /^(\d{1,15})\.\.(\d{1,15})$/;

/** A fixed span; the moments are put in order when they come the wrong way round. */
export function fixedSpan(a: number, b: number): FixedSpan {
  const from = Math.min(a, b);
  const to = Math.max(a, b);
  return { kind: 'fixed', id: `${from}..${to}`, from, to };
}

/** The span that an address names, as in `?span=1h` or `?span=<ms>..<ms>`; the default when it names none. */
export function parseSpan(text: unknown): Span {
  if (typeof text !== 'string') return DEFAULT_SPAN;
  const named = MOVING_SPANS.find((span) => span.id === text);
  if (named !== undefined) return named;
  const [, from, to] = FIXED_ID.exec(text) ?? [];
  return from === to ? DEFAULT_SPAN : fixedSpan(Number(from), Number(to));
}

/** The moments a span covers at a given time, in ms since the Unix epoch. */
export function windowOf(span: Span, now: number): { from: number; to: number } {
  return span.kind === 'fixed' ? { from: span.from, to: span.to } : { from: now - span.lengthMs, to: now };
}

/** How long a span is, in ms. */
export function lengthOf(span: Span): number {
  return span.kind === 'fixed' ? span.to - span.from : span.lengthMs;
}

/** How often a moving chart needs to shift, in ms: about one pixel at a time, never more than once a second. */
export function stepOf(span: Span): number {
  return Math.min(Math.max(lengthOf(span) / 1_000, SECOND_MS), 30 * SECOND_MS);
}

/**
 * How often to ask the server again although live readings come in, in ms; false for spans that stand still.
 * Live delivery may leave readings out when they are many; asking again makes the chart exact.
 */
export function refreshOf(span: Span): number | false {
  if (span.kind === 'fixed') return false;
  return Math.min(Math.max(lengthOf(span) / 20, 30 * SECOND_MS), 5 * MINUTE_MS);
}
