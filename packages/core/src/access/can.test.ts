import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountId, AgentId, UserId } from '../ids.ts';
import { type AccountScope, can, reaches, type Subject } from './can.ts';
import { PERMISSIONS, type Permission } from './permission.ts';

const scope = (path: string): AccountScope => ({ id: `id of ${path}` as AccountId, path });
const user = (path: string, role = 'admin'): Subject => ({
  kind: 'user',
  id: 'u' as UserId,
  account: scope(path),
  role,
});
const agent = (path: string, id = 'a1'): Subject => ({ kind: 'agent', id: id as AgentId, account: scope(path) });

describe('can, for a user', () => {
  it.each([
    ['own account', '/sys/acme', '/sys/acme', true],
    ['child account', '/sys/acme', '/sys/acme/north', true],
    ['grandchild account', '/sys', '/sys/acme/north', true],
    ['parent account', '/sys/acme', '/sys', false],
    ['sibling account', '/sys/acme', '/sys/other', false],
    ['sibling whose name begins the same', '/sys/acme', '/sys/acme-north', false],
    ['account without a path', '/sys/acme', '', false],
    ['everything, from an account without a path', '', '/sys/acme', false],
  ])('%s', (_case, own, target, allowed) => {
    const decision = can(user(own), 'telemetry:read', { account: scope(target) });
    expect(decision).toEqual(allowed ? { allow: true } : { allow: false, reason: 'out-of-reach' });
  });

  it.each(['operator', 'agent ', '', 'Admin', 'constructor', '__proto__'])('denies the role "%s"', (role) => {
    const decision = can(user('/sys', role), 'telemetry:read', { account: scope('/sys') });
    expect(decision).toEqual({ allow: false, reason: 'permission-missing' });
  });

  it('denies a permission that does not exist, even to an administrator', () => {
    for (const permission of ['telemetry:execute', 'telemetry', '*', '', 'constructor:read']) {
      const decision = can(user('/sys'), permission as Permission, { account: scope('/sys') });
      expect(decision).toEqual({ allow: false, reason: 'unknown-permission' });
    }
  });

  it('gives an administrator every permission of the catalogue', () => {
    const denied = PERMISSIONS.filter((permission) => !can(user('/sys'), permission, { account: scope('/sys') }).allow);
    expect(denied).toEqual([]);
  });
});

describe('can, for an agent', () => {
  const own = { account: scope('/sys/acme'), agent: 'a1' as AgentId };

  it.each([
    ['own telemetry', 'telemetry:write', own, { allow: true }],
    ['own connection', 'agent:connect', own, { allow: true }],
    ['reading telemetry', 'telemetry:read', own, { allow: false, reason: 'permission-missing' }],
    ['changing agents', 'agent:write', own, { allow: false, reason: 'permission-missing' }],
    ['another agent', 'telemetry:write', { ...own, agent: 'a2' as AgentId }, { allow: false, reason: 'not-own' }],
    ['the account itself', 'telemetry:write', { account: own.account }, { allow: false, reason: 'not-own' }],
    [
      'an account below',
      'telemetry:write',
      { ...own, account: scope('/sys/acme/north') },
      { allow: false, reason: 'out-of-reach' },
    ],
  ] as const)('%s', (_case, permission, resource, expected) => {
    expect(can(agent('/sys/acme'), permission, resource)).toEqual(expected);
  });
});

describe('reach', () => {
  const level = fc.stringMatching(/^[a-z0-9][a-z0-9-]{2,8}$/);
  const path = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => `/${levels.join('/')}`);

  it('is exactly the relation "same or descendant" on the levels of the path', () => {
    fc.assert(
      fc.property(path, path, (from, target) => {
        const [a, b] = [from.split('/'), target.split('/')];
        expect(reaches({ path: from }, { path: target })).toBe(a.every((level, index) => b[index] === level));
      }),
    );
  });

  it('holds for an account and whatever is below it, and never the other way round', () => {
    fc.assert(
      fc.property(path, path, (parent, rest) => {
        const child = parent + rest;
        expect(reaches({ path: parent }, { path: parent })).toBe(true);
        expect(reaches({ path: parent }, { path: child })).toBe(true);
        expect(reaches({ path: child }, { path: parent })).toBe(false);
      }),
    );
  });
});
