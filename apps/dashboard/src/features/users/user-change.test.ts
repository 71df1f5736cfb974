import { describe, expect, it } from 'vitest';
import type { Grant, User } from '../../services/api/types.ts';
import { draftOf, newDraft } from './grant-draft.ts';
import { type UserForm, userChange } from './user-change.ts';

const VIEWER: Grant = { role: 'viewer', account: 'acme', descendants: true, fleet: null };
const OPERATOR: Grant = { role: 'operator', account: 'north', descendants: false, fleet: 'hall-3' };
const USER: User = {
  id: 'u',
  email: 'bea@example.org',
  name: 'Bea',
  account: 'acme',
  disabled: false,
  is_default: false,
  second_factor: false,
  has_password: true,
  grants: [VIEWER, OPERATOR],
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  last_sign_in_at: null,
};
const FORM: UserForm = { name: 'Bea', disabled: false, grants: [OPERATOR, VIEWER].map(draftOf) };

describe('userChange', () => {
  it('is nothing when only the order of the grants is another', () => {
    expect(userChange(USER, FORM)).toBeNull();
  });

  it('holds only what is new', () => {
    expect(userChange(USER, { ...FORM, name: ' Beatrix ', disabled: true })).toEqual({
      name: 'Beatrix',
      disabled: true,
    });
    expect(userChange(USER, { ...FORM, grants: [newDraft('acme')] })).toEqual({
      grants: [{ role: 'viewer', account: 'acme', descendants: true }],
    });
    expect(userChange(USER, { ...FORM, grants: [] })).toEqual({ grants: [] });
  });
});
