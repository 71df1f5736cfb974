import { fromLocalInput, toLocalInput } from '../../lib/time.ts';
import type { Account } from '../../services/api/types.ts';
import { type LimitForm, limitChanges, limitForm, newLimits } from './limit-form.ts';

/** A child account as the fields of a form hold it; an empty text is nothing, and inherits. */
export interface ChildForm {
  name: string;
  organisation: string;
  contact: { name: string; email: string; phone: string };
  /** Of `<input type="datetime-local">`. */
  expiresAt: string;
  limits: LimitForm;
}

export function emptyForm(): ChildForm {
  const contact = { name: '', email: '', phone: '' };
  return { name: '', organisation: '', contact, expiresAt: '', limits: limitForm() };
}

/** Puts an account into the form. */
export function formOf(account: Account): ChildForm {
  const { name, organisation, contact, expires_at, limits } = account;
  const expiresAt = expires_at === null ? '' : toLocalInput(Date.parse(expires_at));
  return { name, organisation, contact: { ...contact }, expiresAt, limits: limitForm(limits) };
}

/** What is sent to create the account. */
export function newAccount(form: ChildForm) {
  return { name: form.name.trim(), ...detailsOf(form), limits: newLimits(form.limits) };
}

/** What is sent to change the account; a limit whose field was emptied is inherited again. */
export function accountChange(form: ChildForm, before: Account) {
  const { expires_at, ...details } = detailsOf(form);
  // The field holds whole minutes: what was not touched keeps its seconds.
  const isSameExpiry = form.expiresAt === formOf(before).expiresAt;
  return { ...details, ...(isSameExpiry ? {} : { expires_at }), limits: limitChanges(form.limits, before.limits) };
}

function detailsOf({ organisation, contact, expiresAt }: ChildForm) {
  const time = fromLocalInput(expiresAt);
  return {
    organisation: organisation.trim(),
    contact: { name: contact.name.trim(), email: contact.email.trim(), phone: contact.phone.trim() },
    expires_at: time === null ? null : new Date(time).toISOString(),
  };
}
