import { describe, expect, it } from 'vitest';
import type { Account } from '../../services/api/types.ts';
import { accountChange, emptyForm, formOf, newAccount } from './child-form.ts';

const NORTH: Account = {
  id: 'n',
  name: 'acme-north',
  path: '/sys/acme/acme-north',
  parent_id: 'a',
  organisation: 'Acme North',
  contact: { name: 'Ada', email: 'ada@example.com', phone: '' },
  state: 'active',
  expires_at: '2027-01-01T00:00:30.000Z',
  limits: { agents: 50, users: 0 },
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};

describe('the form of a child account', () => {
  it('creates with what was filled in, and inherits the rest', () => {
    const form = emptyForm();
    Object.assign(form, { name: ' acme-north ', organisation: 'Acme North ' });
    form.limits.agents = '0';
    expect(newAccount(form)).toEqual({
      name: 'acme-north',
      organisation: 'Acme North',
      contact: { name: '', email: '', phone: '' },
      expires_at: null,
      limits: { agents: 0 },
    });
  });

  it('changes only the limits that were changed, and inherits again what was emptied', () => {
    const form = formOf(NORTH);
    Object.assign(form.limits, { agents: '80', users: '', routes: '5' });
    expect(accountChange(form, NORTH).limits).toEqual({ agents: 80, users: null, routes: 5 });
    expect(accountChange(formOf(NORTH), NORTH).limits).toEqual({});
  });

  it('leaves an expiry alone that was not touched, and takes one away that was emptied', () => {
    expect(accountChange(formOf(NORTH), NORTH)).not.toHaveProperty('expires_at');
    expect(accountChange({ ...formOf(NORTH), expiresAt: '' }, NORTH).expires_at).toBeNull();
    const later = accountChange({ ...formOf(NORTH), expiresAt: '2028-02-03T04:05' }, NORTH).expires_at;
    expect(Date.parse(later ?? '')).toBe(new Date('2028-02-03T04:05').getTime());
  });
});
