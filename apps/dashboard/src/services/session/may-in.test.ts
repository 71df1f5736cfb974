import { describe, expect, it } from 'vitest';
import type { Grant } from '../api/types.ts';
import { mayIn } from './may-in.ts';

function me(permissions: string[], grants: Grant[] = []) {
  return { permissions, grants };
}

const ADMIN: Grant = { role: 'admin', account: 'north', descendants: true, fleet: null };

describe('mayIn', () => {
  it('goes by the permissions that the server lists', () => {
    expect(mayIn(me(['user:read']), 'acme', 'user:read')).toBe(true);
    expect(mayIn(me(['user:read']), 'acme', 'user:write')).toBe(false);
  });

  it('knows an administrator of the account that is looked at', () => {
    expect(mayIn(me([], [ADMIN]), 'north', 'audit:read')).toBe(true);
    expect(mayIn(me([], [ADMIN]), 'acme', 'audit:read')).toBe(false);
    expect(mayIn(me([], [{ ...ADMIN, fleet: 'hall-3' }]), 'north', 'audit:read')).toBe(false);
  });
});
