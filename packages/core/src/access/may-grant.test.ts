import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountId, AgentId, FleetId, TokenId, UserId } from '../ids.ts';
import { can, type Holder, tokenSubject, type UserSubject } from './can.ts';
import type { Grant, GrantScope } from './grant.ts';
import { mayAddToFleet, mayChangeRole, mayGrant, mayManage } from './may-grant.ts';
import type { Permission } from './permission.ts';
import { permissionsOf } from './role.ts';
import type { AccountScope } from './scope.ts';

const scope = (path: string): AccountScope => ({ id: `id of ${path}` as AccountId, path });
const [SYS, ACME, NORTH, OTHER] = ['/sys', '/sys/acme', '/sys/acme/north', '/sys/other'].map(scope) as [
  AccountScope,
  AccountScope,
  AccountScope,
  AccountScope,
];
const FLEET = 'fleet' as FleetId;
const PUMPS = 'pumps' as FleetId;

const give = (account: AccountScope, part: Partial<Grant> = {}): Grant => ({
  permissions: permissionsOf('viewer'),
  account,
  descendants: false,
  fleet: null,
  ...part,
});
const holder = (...grants: Grant[]): UserSubject => ({ kind: 'user', id: 'u' as UserId, account: ACME, grants });

describe('mayGrant', () => {
  const admin = { permissions: permissionsOf('admin') };
  const deep = { descendants: true };
  const cases: [string, Holder, Grant, boolean][] = [
    ['the same', holder(give(ACME)), give(ACME), true],
    ['the same and below, of one who holds it there', holder(give(ACME, deep)), give(ACME, deep), true],
    ['an account below', holder(give(ACME, deep)), give(NORTH), true],
    ['a fleet of what is held', holder(give(ACME)), give(ACME, { fleet: FLEET }), true],
    ['the fleet that is held', holder(give(ACME, { fleet: FLEET })), give(ACME, { fleet: FLEET }), true],
    ['less than is held', holder(give(ACME, admin)), give(ACME), true],
    ['what two grants hold together', holder(give(ACME), give(ACME, admin)), give(ACME, admin), true],
    ['more than is held', holder(give(ACME)), give(ACME, admin), false],
    ['accounts below, of one who holds only this one', holder(give(ACME)), give(ACME, deep), false],
    ['the account above', holder(give(NORTH)), give(ACME), false],
    ['another account', holder(give(ACME, deep)), give(OTHER), false],
    ['the account, of one who holds a fleet', holder(give(ACME, { fleet: FLEET })), give(ACME), false],
    ['another fleet', holder(give(ACME, { fleet: FLEET })), give(ACME, { fleet: PUMPS }), false],
    ['anything, of one who holds nothing', holder(), give(ACME), false],
    ['nothing', holder(), give(ACME, { permissions: new Set() }), true],
  ];

  it.each(cases)('%s', (_case, granter, grant, allowed) => {
    expect(mayGrant(granter, grant).allow).toBe(allowed);
  });

  it('names what is missing, and nothing else', () => {
    const permissions = new Set<Permission>(['user:write', 'agent:read', 'token:read']);
    expect(mayGrant(holder(give(ACME)), give(ACME, { permissions }))).toEqual({
      allow: false,
      missing: ['token:read', 'user:write'],
    });
  });

  it('lets a token give no more than it was given itself', () => {
    const owner = holder(give(ACME, { ...deep, ...admin }));
    const permissions = new Set<Permission>(['user:write', 'agent:read']);
    const token = tokenSubject({ id: 't' as TokenId, account: NORTH, permissions }, owner);
    expect(mayGrant(token, give(NORTH, { permissions, ...deep })).allow).toBe(true);
    expect(mayGrant(token, give(NORTH)).allow).toBe(false);
    expect(mayGrant(token, give(ACME, { permissions })).allow).toBe(false);
    expect(mayManage(token, owner.grants).allow).toBe(false);
  });
});

describe('changes of roles and fleets', () => {
  const before = new Set<Permission>(['agent:read']);
  const after = new Set<Permission>(['agent:read', 'agent:write']);

  it('of a role take what it holds before and after, wherever it is granted', () => {
    const holds = (account: AccountScope, permissions: ReadonlySet<Permission>) =>
      holder(give(account, { permissions }));
    const change = { account: ACME, before, after, uses: [] };
    expect(mayChangeRole(holds(ACME, before), change).allow).toBe(false);
    expect(mayChangeRole(holds(ACME, after), change).allow).toBe(true);
    expect(mayChangeRole(holds(ACME, after), { ...change, before: after, after: before }).allow).toBe(true);
    expect(mayChangeRole(holds(ACME, before), { ...change, before: after, after: before }).allow).toBe(false);
    expect(mayChangeRole(holds(ACME, after), { ...change, uses: [give(NORTH)] }).allow).toBe(false);
  });

  it('of the agents in a fleet take for the account what others hold for the fleet', () => {
    const uses = [give(ACME, { permissions: after, fleet: FLEET })];
    expect(mayAddToFleet(holder(give(ACME, { permissions: after })), uses).allow).toBe(true);
    expect(mayAddToFleet(holder(give(ACME, { permissions: before })), uses).allow).toBe(false);
    expect(mayAddToFleet(holder(...uses), uses).allow).toBe(false);
    expect(mayAddToFleet(holder(), []).allow).toBe(true);
  });
});

/**
 * A small installation in which users grant, edit roles, make tokens, take over those they may manage, and move agents
 * between fleets, whenever the rules allow it. Written without the rules' own notions: what somebody reaches is found
 * by asking `can` for every permission on every thing.
 */
describe('no sequence of changes', () => {
  const ACCOUNTS = [ACME, NORTH, OTHER];
  const WANTED = ['agent:read', 'agent:write', 'user:write'] as const satisfies Permission[];
  const AGENTS = ['a1', 'a2'] as AgentId[];
  const USERS = 4;
  const ROLES = 2;

  interface World {
    readonly roles: Set<Permission>[];
    /** Of each user, the role that it names or its own permissions, and where. */
    readonly grants: { readonly role: number; readonly scope: GrantScope }[][];
    readonly fleets: Map<AgentId, Set<FleetId>>;
  }

  const user = fc.nat(USERS - 1);
  const role = fc.nat(ROLES - 1);
  const permissions = fc.uniqueArray(fc.constantFrom(...WANTED)).map((list) => new Set<Permission>(list));
  const grantScope: fc.Arbitrary<GrantScope> = fc.oneof(
    fc.record({ account: fc.constantFrom(...ACCOUNTS), descendants: fc.boolean(), fleet: fc.constant(null) }),
    fc.record({
      account: fc.constant(ACME),
      descendants: fc.constant(false),
      fleet: fc.constantFrom(FLEET, PUMPS),
    }),
  );
  const grant = fc.record({ role, scope: grantScope });
  const tokenPart = fc.option(fc.record({ permissions, account: fc.constantFrom(...ACCOUNTS) }));
  const world: fc.Arbitrary<World> = fc.record({
    roles: fc.array(permissions, { minLength: ROLES, maxLength: ROLES }),
    grants: fc.array(fc.array(grant, { maxLength: 2 }), { minLength: USERS, maxLength: USERS }),
    fleets: fc.constant(null).map(() => new Map(AGENTS.map((agent) => [agent, new Set<FleetId>()]))),
  });
  const step = fc.oneof(
    fc.record({ kind: fc.constant('give' as const), actor: user, token: tokenPart, target: user, grant }),
    fc.record({ kind: fc.constant('take' as const), actor: user, token: tokenPart, target: user }),
    fc.record({ kind: fc.constant('edit' as const), actor: user, token: tokenPart, role, permissions }),
    fc.record({
      kind: fc.constant('move' as const),
      actor: user,
      token: tokenPart,
      agent: fc.constantFrom(...AGENTS),
      fleet: fc.constantFrom(FLEET, PUMPS),
    }),
  );
  type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

  const grantsOf = ({ roles, grants }: World, index: number): Grant[] =>
    (grants[index] ?? []).map((each) => ({ ...each.scope, permissions: new Set(roles[each.role]) }));

  const subjectOf = (state: World, index: number): UserSubject => ({
    kind: 'user',
    id: String(index) as UserId,
    account: ACME,
    grants: grantsOf(state, index),
  });

  /** Everything that a user can do, as texts. Each account is asked for itself; agents are in ACME. */
  const reachOf = (state: World, index: number): Set<string> => {
    const subject = subjectOf(state, index);
    const reached = new Set<string>();
    for (const permission of WANTED) {
      for (const account of ACCOUNTS) {
        if (can(subject, permission, { account }).allow) reached.add(`${permission} ${account.path}`);
      }
      for (const [agent, fleets] of state.fleets) {
        const resource = { account: ACME, agent, fleets: [...fleets] };
        if (can(subject, permission, resource).allow) reached.add(`${permission} ${agent}`);
      }
    }
    return reached;
  };

  /** Does the step if the rules allow it. @returns whether they did */
  const apply = (state: World, each: Step): boolean => {
    const self = subjectOf(state, each.actor);
    const actor = each.token === null ? self : tokenSubject({ id: 't' as TokenId, ...each.token }, self);
    if (each.kind === 'give') {
      const { role: granted, scope: where } = each.grant;
      const wanted: Grant = { ...where, permissions: new Set(state.roles[granted]) };
      if (!mayManage(actor, grantsOf(state, each.target)).allow || !mayGrant(actor, wanted).allow) return false;
      state.grants[each.target]?.push(each.grant);
    } else if (each.kind === 'take') {
      if (!mayManage(actor, grantsOf(state, each.target)).allow) return false;
      state.grants[each.target]?.splice(0, 1);
    } else if (each.kind === 'edit') {
      const before = state.roles[each.role] ?? new Set<Permission>();
      const uses = state.grants.flat().filter((one) => one.role === each.role);
      const change = { account: ACME, before, after: each.permissions, uses: uses.map((one) => one.scope) };
      if (!mayChangeRole(actor, change).allow) return false;
      state.roles[each.role] = each.permissions;
    } else {
      const held = state.grants.flatMap((_, index) => grantsOf(state, index));
      // The route takes agent:write for the whole account.
      if (!can(actor, 'agent:write', { account: ACME }).allow) return false;
      if (
        !mayAddToFleet(
          actor,
          held.filter(({ fleet }) => fleet === each.fleet),
        ).allow
      )
        return false;
      state.fleets.get(each.agent)?.add(each.fleet);
    }
    return true;
  };

  it('lets anybody reach what neither they nor those who acted reached at the beginning', () => {
    let allowed = 0;
    fc.assert(
      fc.property(world, fc.array(step, { minLength: 1, maxLength: 12 }), (state, steps) => {
        const atFirst = state.grants.map((_, index) => reachOf(state, index));
        const ofActors = new Set<string>();
        for (const each of steps) {
          if (!apply(state, each)) continue;
          allowed += 1;
          for (const reached of atFirst[each.actor] ?? []) ofActors.add(reached);
          for (let index = 0; index < USERS; index++) {
            const gained = [...reachOf(state, index)].filter(
              (reached) => !atFirst[index]?.has(reached) && !ofActors.has(reached),
            );
            expect(gained).toEqual([]);
          }
        }
      }),
      { numRuns: 1_500 },
    );
    expect(allowed).toBeGreaterThan(1_000);
  });

  it('lets a user without anything change anything for anybody who holds something', () => {
    const nobody = holder();
    expect(mayManage(nobody, [give(SYS)]).allow).toBe(false);
    expect(mayManage(nobody, []).allow).toBe(true);
  });
});
