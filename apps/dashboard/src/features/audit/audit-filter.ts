import type { LocationQuery } from 'vue-router';
import { parseTime } from '../../lib/time.ts';

export const OUTCOMES = ['success', 'denied', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Which entries are wanted; what is null does not matter. Times in milliseconds since the Unix epoch. */
export interface AuditFilter {
  readonly from: number | null;
  readonly to: number | null;
  readonly actor: string | null;
  readonly action: string | null;
  readonly resource: string | null;
  readonly outcome: Outcome | null;
}

/** A filter as the API asks for it and as the address of the page keeps it. */
export interface AuditQuery {
  from?: string;
  to?: string;
  actor?: string;
  action?: string;
  resource?: string;
  outcome?: Outcome;
}

/** The filter that an address stands for; what makes no sense is left out. */
export function filterOf(query: LocationQuery): AuditFilter {
  return {
    from: timeOf(query.from),
    to: timeOf(query.to),
    actor: textOf(query.actor),
    action: textOf(query.action),
    resource: textOf(query.resource),
    outcome: toOutcome(query.outcome),
  };
}

export function queryOf(filter: AuditFilter): AuditQuery {
  const query: AuditQuery = {};
  if (filter.from !== null) query.from = String(filter.from);
  if (filter.to !== null) query.to = String(filter.to);
  if (filter.actor !== null) query.actor = filter.actor;
  if (filter.action !== null) query.action = filter.action;
  if (filter.resource !== null) query.resource = filter.resource;
  if (filter.outcome !== null) query.outcome = filter.outcome;
  return query;
}

/** The outcome that a text from outside names; null when it names none. */
export function toOutcome(value: unknown): Outcome | null {
  return OUTCOMES.find((outcome) => outcome === value) ?? null;
}

/** The text of a field; null when it is empty. */
export function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

function timeOf(value: unknown): number | null {
  const text = textOf(value);
  if (text === null) return null;
  return parseTime(/^\d+$/.test(text) ? Number(text) : text);
}
