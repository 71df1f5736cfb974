import { describe, expect, it } from 'vitest';
import type { Account, Me } from '../../services/api/types.ts';
import { homeAccount } from './home-account.ts';

function account(name: string, parent_id: string | null): Account {
  const at = '2026-01-01T00:00:00Z';
  const contact = { name: '', email: '', phone: '' };
  const details = { organisation: '', contact, state: 'active', expires_at: null, limits: {} } as const;
  return { id: name, name, path: `/${name}`, parent_id, ...details, created_at: at, updated_at: at };
}

function me(of: Account): Me {
  return {
    id: 'u',
    email: 'a@b.c',
    name: '',
    account: of,
    permissions: [],
    grants: [],
    api_token: false,
    recommendations: [],
  };
}

const ROOT = account('sys', null);
const CHILDREN = [account('acme', 'sys'), account('demo', 'sys')];

describe('homeAccount', () => {
  it('is the account looked at last while it is in reach', () => {
    expect(homeAccount(me(ROOT), CHILDREN, 'demo')).toBe('demo');
    expect(homeAccount(me(ROOT), CHILDREN, 'gone')).toBe('acme');
  });

  it('is the first child for users of the root account, and the root itself while it has none', () => {
    expect(homeAccount(me(ROOT), CHILDREN, '')).toBe('acme');
    expect(homeAccount(me(ROOT), [], '')).toBe('sys');
  });

  it('is the own account for everybody else', () => {
    expect(homeAccount(me(account('acme', 'sys')), [account('north', 'acme')], '')).toBe('acme');
  });
});
