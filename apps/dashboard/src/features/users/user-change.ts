import type { GrantInput, User } from '../../services/api/types.ts';
import { draftOf, type GrantDraft, inputOf } from './grant-draft.ts';

export interface UserForm {
  readonly name: string;
  readonly disabled: boolean;
  readonly grants: readonly GrantDraft[];
}

export interface UserChange {
  name?: string;
  disabled?: boolean;
  grants?: GrantInput[];
}

/** What a form changes of a user; null when it changes nothing. */
export function userChange(user: User, form: UserForm): UserChange | null {
  const change: UserChange = {};
  const grants = form.grants.map(inputOf);
  if (form.name.trim() !== user.name) change.name = form.name.trim();
  if (form.disabled !== user.disabled) change.disabled = form.disabled;
  if (textOf(grants) !== textOf(user.grants.map(draftOf).map(inputOf))) change.grants = grants;
  return Object.keys(change).length === 0 ? null : change;
}

/** The same text for the same grants, whatever their order. */
function textOf(grants: readonly GrantInput[]): string {
  return grants
    .map((grant) => JSON.stringify(grant))
    .sort()
    .join();
}
