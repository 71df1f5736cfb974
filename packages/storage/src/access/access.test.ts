import { type AccountId, type AgentId, newId, type Permission, permissionsOf } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccountRepository } from '../accounts/account-repository.ts';
import { createAgentRepository } from '../agents/agent-repository.ts';
import { wholeAccount } from '../agents/agent-scope.ts';
import type { Database } from '../database.ts';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import { hasSqlState, SQLSTATE } from '../sql-error.ts';
import { createUserRepository } from '../users/user-repository.ts';
import { changeAccess } from './access-change.ts';
import { createAdministrator, rootAdministrators } from './administrators.ts';
import { createApiTokenRepository } from './api-token-repository.ts';
import { createFleetRepository } from './fleet-repository.ts';
import { createGrantRepository } from './grant-repository.ts';
import { createRoleRepository } from './role-repository.ts';
import { roleUses } from './role-uses.ts';

describe.each(TEST_ENGINES)('access on %s', (_name, open) => {
  let engine: TestEngine;
  let db: Database;
  let root: AccountId;
  let acme: AccountId;
  let users = 0;

  beforeAll(async () => {
    engine = await open();
    db = engine.database;
  });
  beforeEach(async () => {
    await db.query('TRUNCATE accounts, token_keys CASCADE');
    const accounts = createAccountRepository(db);
    root = (await accounts.create({ name: 'sys', parentId: null })).id;
    acme = (await accounts.create({ name: 'acme', parentId: root })).id;
  });
  afterAll(() => engine.close());

  const addUser = (accountId = acme) =>
    createUserRepository(db).create({ accountId, email: `u${++users}@x`, passwordHash: '' });
  const addAgent = async (name: string, accountId = acme): Promise<AgentId> =>
    (await createAgentRepository(db).create({ accountId, name, description: '', tags: [] })).id;
  const addFleet = (name: string, accountId = acme) =>
    createFleetRepository(db).create({ accountId, name, description: '' });

  it('keeps what is granted, with the permissions that the role holds now', async () => {
    const [roles, grants] = [createRoleRepository(db), createGrantRepository(db)];
    const role = await roles.create({
      accountId: acme,
      name: 'own',
      description: '',
      permissions: new Set<Permission>(['agent:read']),
    });
    const [user, other, fleet] = [await addUser(), await addUser(), await addFleet('north')];
    const own = { role: { roleId: role.id }, accountId: acme, descendants: false, fleetId: fleet.id };
    const viewer = { role: { builtIn: 'viewer' }, accountId: acme, descendants: true, fleetId: null } as const;
    await grants.replace(user.id, [own, viewer, own]);
    expect(await grants.ofUser(user.id)).toMatchObject([
      { roleName: 'viewer', roleId: null, account: { id: acme, path: '/sys/acme' }, descendants: true, fleet: null },
      { roleName: 'own', roleId: role.id, descendants: false, fleet: fleet.id, fleetName: 'north' },
    ]);
    await roles.update(acme, role.id, 1, { permissions: new Set<Permission>(['agent:write']) });
    const [first, second] = await grants.ofUser(user.id);
    expect([first?.permissions, second?.permissions]).toEqual([permissionsOf('viewer'), new Set(['agent:write'])]);
    expect(await roleUses(db, role.id)).toEqual([
      { by: 'user', id: user.id, account: { id: acme, path: '/sys/acme' }, descendants: false, fleet: fleet.id },
    ]);
    expect((await grants.ofUsers([user.id, other.id])).get(other.id)).toEqual([]);
    const refused = await roles.remove(acme, role.id).catch((error: unknown) => error);
    expect(hasSqlState(refused, SQLSTATE.foreignKeyViolation)).toBe(true);
    await createFleetRepository(db).remove(acme, fleet.id);
    expect(await grants.ofUser(user.id)).toHaveLength(1);
  });

  it('has no fleet with an agent of another account, and no grant for a fleet of another one', async () => {
    const fleet = await addFleet('north');
    const [near, far] = [await addAgent('near'), await addAgent('far', root)];
    const fleets = createFleetRepository(db);
    await fleets.addAgents(acme, fleet.id, [near, near]);
    for (const account of [acme, root]) {
      const refused = await fleets.addAgents(account, fleet.id, [far]).catch((error: unknown) => error);
      expect(hasSqlState(refused, SQLSTATE.foreignKeyViolation)).toBe(true);
    }
    const grant = { role: { builtIn: 'viewer' }, accountId: root, descendants: false, fleetId: fleet.id } as const;
    const user = await addUser();
    const refused = await createGrantRepository(db)
      .replace(user.id, [grant])
      .catch((error: unknown) => error);
    expect(hasSqlState(refused, SQLSTATE.foreignKeyViolation)).toBe(true);
    expect(await fleets.byNameOrId(wholeAccount(root), fleet.id)).toBeNull();
  });

  it('narrows agents to fleets, page by page', async () => {
    const [north, south] = [await addFleet('north'), await addFleet('south')];
    const [a, b, c] = [await addAgent('a'), await addAgent('b'), await addAgent('c')];
    const [fleets, agents] = [createFleetRepository(db), createAgentRepository(db)];
    await fleets.addAgents(acme, north.id, [a, b]);
    await fleets.addAgents(acme, south.id, [b]);
    const names = async (...ids: (typeof north.id)[]) => {
      const { items } = await agents.list({ accountId: acme, fleets: ids }, { limit: 10, cursor: null });
      return items.map(({ name }) => name);
    };
    expect([await names(), await names(south.id), await names(north.id, south.id)]).toEqual([[], ['b'], ['a', 'b']]);
    expect((await agents.idsIn({ accountId: acme, fleets: [north.id] })).sort()).toEqual([a, b].sort());
    expect(await agents.byNameOrId({ accountId: acme, fleets: [north.id] }, c)).toBeNull();
    await agents.remove(b);
    expect(await names(north.id, south.id)).toEqual(['a']);
  });

  it('changes one at a time: of two who take the last two administrators away, one sees what the other did', async () => {
    const both = await Promise.all(
      ['a@sys', 'b@sys'].map((email) => createAdministrator(db, { accountId: root, email, passwordHash: '' })),
    );
    const disable = (index: number) =>
      changeAccess(db, async (tx) => {
        await createUserRepository(tx).update(root, both[index]!.id, null, { disabled: true });
        const enabled = (await rootAdministrators(tx, root)).filter(({ disabled }) => !disabled);
        if (enabled.length === 0) throw new Error('nobody would be left');
      });
    const outcomes = await Promise.allSettled([disable(0), disable(1)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('keeps API tokens by prefix, and their key', async () => {
    const tokens = createApiTokenRepository(db);
    const user = await addUser();
    const { id: keyId } = await tokens.currentKey(() => new Uint8Array([1, 2, 3]));
    expect((await tokens.currentKey(() => new Uint8Array([9]))).id).toBe(keyId);
    const token = { accountId: acme, userId: user.id, name: 'n', prefix: 'p', permissions: new Set<Permission>() };
    const made = await tokens.create({
      ...token,
      keyId,
      secretHash: new Uint8Array([7]),
      expiresAt: 1_900_000_000_000,
    });
    expect(await tokens.byPrefix('p')).toEqual({
      ...made,
      userEmail: user.email,
      secretHash: new Uint8Array([7]),
      key: new Uint8Array([1, 2, 3]),
    });
    expect(await tokens.byPrefix('q')).toBeNull();
    expect(await tokens.remove(root, made.id)).toBe(false);
    await createUserRepository(db).remove(acme, user.id);
    expect(await tokens.byId(made.id)).toBeNull();
    expect(await createUserRepository(db).inAccount(acme, newId())).toBeNull();
  });
});
