import { fromLocalInput, toLocalInput } from '../../lib/time.ts';
import type { Account } from '../../services/api/types.ts';
import { LIMIT_NAMES, type LimitName } from './limit-words.ts';

/** A child account as the fields of a form hold it; an empty text is nothing, and inherits. */
export interface ChildForm {
  name: string;
  organisation: string;
  contact: { name: string; email: string; phone: string };
  /** Of `<input type="datetime-local">`. */
  expiresAt: string;
  limits: Record<LimitName, string>;
}

type Limits = Partial<Record<LimitName, number>>;

export function emptyForm(): ChildForm {
  const limits = Object.fromEntries(LIMIT_NAMES.map((name) => [name, ''])) as ChildForm['limits'];
  return { name: '', organisation: '', contact: { name: '', email: '', phone: '' }, expiresAt: '', limits };
}

/** Puts an account into the form. */
export function formOf(account: Account): ChildForm {
  const { name, organisation, contact, expires_at, limits } = account;
  const form = emptyForm();
  for (const limit of LIMIT_NAMES) form.limits[limit] = limits[limit] === undefined ? '' : String(limits[limit]);
  const expiresAt = expires_at === null ? '' : toLocalInput(Date.parse(expires_at));
  return { ...form, name, organisation, contact: { ...contact }, expiresAt };
}

/** What is sent to create the account. */
export function newAccount(form: ChildForm) {
  const limits: Limits = {};
  for (const name of LIMIT_NAMES) {
    const amount = amountOf(form.limits[name]);
    if (amount !== null) limits[name] = amount;
  }
  return { name: form.name.trim(), ...detailsOf(form), limits };
}

/** What is sent to change the account; a limit whose field was emptied is inherited again. */
export function accountChange(form: ChildForm, before: Account) {
  const limits: Partial<Record<LimitName, number | null>> = {};
  for (const name of LIMIT_NAMES) {
    const amount = amountOf(form.limits[name]);
    if (amount !== (before.limits[name] ?? null)) limits[name] = amount;
  }
  const { expires_at, ...details } = detailsOf(form);
  // The field holds whole minutes: what was not touched keeps its seconds.
  const isSameExpiry = form.expiresAt === formOf(before).expiresAt;
  return { ...details, ...(isSameExpiry ? {} : { expires_at }), limits };
}

function detailsOf({ organisation, contact, expiresAt }: ChildForm) {
  const time = fromLocalInput(expiresAt);
  return {
    organisation: organisation.trim(),
    contact: { name: contact.name.trim(), email: contact.email.trim(), phone: contact.phone.trim() },
    expires_at: time === null ? null : new Date(time).toISOString(),
  };
}

function amountOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}
