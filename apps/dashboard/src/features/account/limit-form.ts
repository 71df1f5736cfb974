import type { Limit } from '../../services/api/types.ts';
import { LIMIT_NAMES, type LimitName } from './limit-words.ts';

/** Limits as the fields of a form hold them; an empty text inherits. */
export type LimitForm = Record<LimitName, string>;

type Given = Partial<Record<LimitName, number>>;

/** Puts the limits that are set on an account into a form. */
export function limitForm(given: Given = {}): LimitForm {
  const fields = LIMIT_NAMES.map((name) => [name, given[name] === undefined ? '' : String(given[name])]);
  return Object.fromEntries(fields) as LimitForm;
}

/** Those of the limits that hold in an account which are set on it, and not above. */
export function givenOn(account: string, limits: readonly Limit[]): Given {
  const own = limits.filter(({ from, value }) => from === account && value !== null);
  return Object.fromEntries(own.map(({ name, value }) => [name, value]));
}

/** What is sent for a new account: what was filled in. */
export function newLimits(form: LimitForm): Given {
  return limitChanges(form, {}) as Given;
}

/** What is sent to change limits; one whose field was emptied is inherited again. */
export function limitChanges(form: LimitForm, before: Given): Partial<Record<LimitName, number | null>> {
  const changes: Partial<Record<LimitName, number | null>> = {};
  for (const name of LIMIT_NAMES) {
    const amount = form[name].trim() === '' ? null : Number(form[name]);
    if (amount !== (before[name] ?? null)) changes[name] = amount;
  }
  return changes;
}
