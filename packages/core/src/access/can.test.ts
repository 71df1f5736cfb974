import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountId, AgentId, FleetId, TokenId, UserId } from '../ids.ts';
import { type AgentSubject, agentReach, can, knowsAccount, tokenSubject, type UserSubject } from './can.ts';
import type { Grant } from './grant.ts';
import { PERMISSIONS, type Permission } from './permission.ts';
import { permissionsOf } from './role.ts';
import { type AccountScope, reaches } from './scope.ts';

const scope = (path: string): AccountScope => ({ id: `id of ${path}` as AccountId, path });
const NORTH = 'north' as FleetId;
const SOUTH = 'south' as FleetId;

const grant = (path: string, part: Partial<Grant> = {}): Grant => ({
  permissions: permissionsOf('admin'),
  account: scope(path),
  descendants: true,
  fleet: null,
  ...part,
});
const user = (home: string, ...grants: Grant[]): UserSubject => ({
  kind: 'user',
  id: 'u' as UserId,
  account: scope(home),
  grants,
});
const agent = (path: string, id = 'a1'): AgentSubject => ({
  kind: 'agent',
  id: id as AgentId,
  account: scope(path),
});
const allow = { allow: true };
const deny = (reason: string) => ({ allow: false, reason });

describe('can, for a user with everything in an account and below it', () => {
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
    const decision = can(user(own, grant(own)), 'telemetry:read', { account: scope(target) });
    expect(decision).toEqual(allowed ? allow : deny('out-of-reach'));
  });

  it('denies a permission that does not exist', () => {
    for (const permission of ['telemetry:execute', 'telemetry', '*', '', 'constructor:read']) {
      const decision = can(user('/sys', grant('/sys')), permission as Permission, { account: scope('/sys') });
      expect(decision).toEqual(deny('unknown-permission'));
    }
  });

  it('gives every permission of the catalogue', () => {
    const all = user('/sys', grant('/sys'));
    expect(PERMISSIONS.filter((permission) => !can(all, permission, { account: scope('/sys') }).allow)).toEqual([]);
  });
});

describe('can, for a user with narrower grants', () => {
  const a1 = 'a1' as AgentId;
  const reader = permissionsOf('viewer');
  const cases: [string, UserSubject, Permission, string, readonly FleetId[] | null, object][] = [
    ['nothing granted, own account', user('/sys'), 'agent:read', '/sys', null, deny('permission-missing')],
    ['nothing granted, account below', user('/sys'), 'agent:read', '/sys/a', null, deny('out-of-reach')],
    ['this account only', user('/sys', grant('/sys', { descendants: false })), 'agent:read', '/sys', null, allow],
    [
      'this account only, asked below',
      user('/sys', grant('/sys', { descendants: false })),
      'agent:read',
      '/sys/a',
      null,
      deny('out-of-reach'),
    ],
    ['an account below', user('/sys', grant('/sys/a')), 'agent:read', '/sys/a/b', null, allow],
    [
      'an account below, asked above',
      user('/sys', grant('/sys/a')),
      'agent:read',
      '/sys',
      null,
      deny('permission-missing'),
    ],
    [
      'another role than needed',
      user('/sys', grant('/sys', { permissions: reader })),
      'agent:write',
      '/sys',
      null,
      deny('permission-missing'),
    ],
    [
      'two grants that together hold it',
      user('/sys', grant('/sys', { permissions: reader }), grant('/sys/a')),
      'agent:write',
      '/sys/a',
      null,
      allow,
    ],
    [
      'a fleet, asked for one of its agents',
      user('/sys', grant('/sys', { descendants: false, fleet: NORTH })),
      'agent:read',
      '/sys',
      [SOUTH, NORTH],
      allow,
    ],
    [
      'a fleet, asked for another agent',
      user('/sys', grant('/sys', { descendants: false, fleet: NORTH })),
      'agent:read',
      '/sys',
      [SOUTH],
      deny('permission-missing'),
    ],
    [
      'a fleet, asked for the account',
      user('/sys', grant('/sys', { descendants: false, fleet: NORTH })),
      'user:write',
      '/sys',
      null,
      deny('permission-missing'),
    ],
  ];

  it.each(cases)('%s', (_case, subject, permission, account, fleets, expected) => {
    const resource = { account: scope(account), ...(fleets === null ? {} : { agent: a1, fleets }) };
    expect(can(subject, permission, resource)).toEqual(expected);
  });
});

describe('can, for an agent', () => {
  const own = { account: scope('/sys/acme'), agent: 'a1' as AgentId };

  it.each([
    ['own telemetry', 'telemetry:write', own, allow],
    ['own connection', 'agent:connect', own, allow],
    ['reading telemetry', 'telemetry:read', own, deny('permission-missing')],
    ['changing agents', 'agent:write', own, deny('permission-missing')],
    ['another agent', 'telemetry:write', { ...own, agent: 'a2' as AgentId }, deny('not-own')],
    ['the account itself', 'telemetry:write', { account: own.account }, deny('not-own')],
    ['an account below', 'telemetry:write', { ...own, account: scope('/sys/acme/north') }, deny('out-of-reach')],
  ] as const)('%s', (_case, permission, resource, expected) => {
    expect(can(agent('/sys/acme'), permission, resource)).toEqual(expected);
  });
});

const paths = ['/sys', '/sys/a', '/sys/a/b', '/sys/c'];
const anyAccount = fc.constantFrom(...paths.map(scope));
const anyPermissions = fc.uniqueArray(fc.constantFrom(...PERMISSIONS.slice(0, 6))).map((list) => new Set(list));
const anyGrant: fc.Arbitrary<Grant> = fc.record({
  permissions: anyPermissions,
  account: anyAccount,
  descendants: fc.boolean(),
  fleet: fc.constantFrom(null, NORTH, SOUTH),
});
const anyUser = fc.tuple(anyAccount, fc.array(anyGrant, { maxLength: 4 })).map(([home, grants]) => ({
  ...user(home.path),
  grants,
}));
const anyPermission = fc.constantFrom(...PERMISSIONS.slice(0, 6));

describe('agentReach', () => {
  it('says of each agent what can says of it', () => {
    fc.assert(
      fc.property(
        anyUser,
        anyPermission,
        anyAccount,
        fc.subarray([NORTH, SOUTH]),
        (subject, permission, account, fleets) => {
          const decision = can(subject, permission, { account, agent: 'a' as AgentId, fleets });
          const reach = agentReach(subject, permission, account);
          const within = reach.allow && (reach.fleets === null || reach.fleets.some((fleet) => fleets.includes(fleet)));
          expect(within).toBe(decision.allow);
          if (!reach.allow && !decision.allow) expect(reach.reason).toBe(decision.reason);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('a token', () => {
  it('can do exactly what its owner can, that it was given, in its account and below', () => {
    const token = { id: 't' as TokenId };
    fc.assert(
      fc.property(
        anyUser,
        anyPermissions,
        anyAccount,
        anyPermission,
        anyAccount,
        fc.subarray([NORTH, SOUTH]),
        (owner, permissions, home, permission, account, fleets) => {
          const subject = tokenSubject({ ...token, permissions, account: home }, owner);
          const resource = { account, agent: 'a' as AgentId, fleets };
          const expected =
            permissions.has(permission) && reaches(home, account) && can(owner, permission, resource).allow;
          expect(can(subject, permission, resource).allow).toBe(expected);
          if (!reaches(home, account)) expect(knowsAccount(subject, account)).toBe(false);
        },
      ),
      { numRuns: 3_000 },
    );
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
