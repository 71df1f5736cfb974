import { describe, expect, it } from 'vitest';
import { isPermission, PERMISSIONS } from './permission.ts';
import { isUserRole, roleHolds } from './role.ts';

describe('the permission catalogue', () => {
  it('has only well-formed permissions, each once', () => {
    for (const permission of PERMISSIONS) {
      expect(permission).toMatch(/^[a-z]+:(read|write|delete|execute|connect)$/);
    }
    expect(new Set(PERMISSIONS).size).toBe(PERMISSIONS.length);
  });

  it('knows its own permissions and no others', () => {
    expect(PERMISSIONS.every(isPermission)).toBe(true);
    expect(['toString', '__proto__', 'agent', 'agent:', ':read', 'AGENT:read'].some(isPermission)).toBe(false);
  });
});

describe('roles', () => {
  it('lets users have "admin" but not the role of agents', () => {
    expect(isUserRole('admin')).toBe(true);
    expect(['agent', 'root', 'toString', ''].some(isUserRole)).toBe(false);
  });

  it('gives agents nothing that reads telemetry or changes accounts, users, roles or agents', () => {
    const held = PERMISSIONS.filter((permission) => roleHolds('agent', permission));
    expect(held.filter((permission) => /^(account|user|role|audit|licence|token|service)/.test(permission))).toEqual(
      [],
    );
    expect(held).not.toContain('telemetry:read');
    expect(held).not.toContain('agent:write');
  });
});
