import type { Grant, GrantInput } from '../../services/api/types.ts';

/** The whole account with all below it, or the account alone; else the name of a fleet after `fleet:`. */
export type Reach = 'below' | 'only' | `fleet:${string}`;

/** A grant while it is being put together in a form. */
export interface GrantDraft {
  /** Tells the rows of the form apart. */
  readonly key: number;
  readonly role: string;
  readonly account: string;
  readonly reach: Reach;
}

const FLEET = 'fleet:';
let made = 0;

/** A new row of the form. */
export function newDraft(account: string): GrantDraft {
  return draft('viewer', account, 'below');
}

/** The row of the form that stands for a grant. */
export function draftOf({ role, account, descendants, fleet }: Grant): GrantDraft {
  if (fleet !== null) return draft(role, account, `${FLEET}${fleet}`);
  return draft(role, account, descendants ? 'below' : 'only');
}

/** What is sent for a row of the form. */
export function inputOf({ role, account, reach }: GrantDraft): GrantInput {
  const fleet = fleetOf(reach);
  return fleet === null ? { role, account, descendants: reach === 'below' } : { role, account, fleet };
}

/** Name of the only fleet that a reach covers; null when it covers an account. */
export function fleetOf(reach: Reach): string | null {
  return reach.startsWith(FLEET) ? reach.slice(FLEET.length) : null;
}

/** The reach that a field of a form stands for. */
export function toReach(value: unknown): Reach {
  if (value === 'only') return 'only';
  return typeof value === 'string' && value.startsWith(FLEET) ? `${FLEET}${value.slice(FLEET.length)}` : 'below';
}

function draft(role: string, account: string, reach: Reach): GrantDraft {
  made += 1;
  return { key: made, role, account, reach };
}
