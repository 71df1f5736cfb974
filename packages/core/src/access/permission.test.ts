import { describe, expect, it } from 'vitest';
import { isPermission, PERMISSIONS } from './permission.ts';
import { isUserRole, permissionsOf, roleHolds, USER_ROLES } from './role.ts';

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
  it('lets users have the built-in ones but not that of agents', () => {
    expect(USER_ROLES.filter(isUserRole)).toEqual(['admin', 'operator', 'viewer']);
    expect(['agent', 'root', 'toString', ''].some(isUserRole)).toBe(false);
  });

  it('hold ever less: a viewer less than an operator, an operator less than an administrator', () => {
    const holds = (role: 'admin' | 'operator', other: 'operator' | 'viewer') =>
      [...permissionsOf(other)].every((permission) => permissionsOf(role).has(permission));
    expect([holds('admin', 'operator'), holds('operator', 'viewer')]).toEqual([true, true]);
    expect([...permissionsOf('viewer')].filter((permission) => !permission.endsWith(':read'))).toEqual([]);
    const forAdministrators = /^(user|role|token|audit|licence|account:(write|delete))/;
    expect([...permissionsOf('operator')].filter((permission) => forAdministrators.test(permission))).toEqual([]);
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
