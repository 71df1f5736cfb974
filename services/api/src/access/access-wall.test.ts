import type { AccountId, FleetId, RoleId, TokenId, UserId } from '@hawser/core';
import {
  createAccountRepository,
  createApiTokenRepository,
  createFleetRepository,
  createGrantRepository,
  createRoleRepository,
  createUserRepository,
  type Queryable,
} from '@hawser/storage';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApiApp } from '../http/api-app.ts';
import { handleError } from '../http/error-handler.ts';
import { addAudit } from '../plugins/audit.ts';
import { addAuthentication } from '../plugins/authentication.ts';
import { ADMIN, addAgent, call, setUp, startTestApi, type TestApi } from '../testing/test-api.ts';
import { testContext } from '../testing/test-context.ts';
import { addUser } from '../testing/test-users.ts';

/** What an account can have that says who may do what. */
interface Rights {
  readonly account: AccountId;
  readonly user: UserId;
  readonly role: RoleId;
  readonly fleet: FleetId;
  readonly token: TokenId;
}

let api: TestApi;
let token: string;
let app: FastifyInstance;
let demo: Rights;
let other: Rights;
let root: AccountId;
/** What the change of a test does, as somebody would write it who forgot the account. */
let forgetful: (tx: Queryable) => Promise<unknown>;

beforeAll(async () => {
  api = await startTestApi();
  token = (await setUp(api)).access_token;
  await call(api, 'POST /v1/_/accounts', { token, body: { name: 'other' } });
  root = await idOf('sys');
  demo = await addRights('demo');
  other = await addRights('other');
  app = await appOf(api);
});
afterAll(async () => {
  await app.close();
  await api.close();
});
let before: string;
beforeEach(async () => {
  before = await outsideDemo();
});

async function make<Id>(path: string, body: object, by = token): Promise<Id> {
  const answer = await call<{ id: Id }>(api, `POST ${path}`, { token: by, body });
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return answer.body.id;
}

async function idOf(name: string): Promise<AccountId> {
  const account = await createAccountRepository(api.db).byName(name);
  if (account === null) throw new Error(`there is no account ${name}`);
  return account.id;
}

async function addRights(name: string): Promise<Rights> {
  const account = await idOf(name);
  const role = await make<RoleId>(`/v1/${name}/roles`, { name: 'reader', permissions: ['agent:read'] });
  const fleet = await make<FleetId>(`/v1/${name}/fleets`, { name: 'pumps' });
  const grants = [{ role: 'admin' }, { role: 'reader', fleet: 'pumps' }];
  const { id: user, token: own } = await addUser(api, token, name, grants);
  const of = await make<TokenId>(`/v1/${name}/tokens`, { name: 'robot', permissions: ['agent:read'] }, own);
  return { account, user, role, fleet, token: of };
}

/** The real hooks, and one handler that changes what a test wants to. */
async function appOf(api: TestApi): Promise<FastifyInstance> {
  const context = testContext(api);
  const made = fastify();
  made.setErrorHandler(handleError);
  addAudit(made as unknown as ApiApp, context);
  addAuthentication(made as unknown as ApiApp, { ...context, limitPrincipal: async () => undefined });
  const config = { permission: 'user:write', audit: 'user.update' } as const;
  made.post('/v1/:account/forgetful', { config }, (request) =>
    context.access.change(request, async ({ tx }) => ({ done: await forgetful(tx) })),
  );
  return made;
}

const changeDemo = (work: typeof forgetful) => {
  forgetful = work;
  return app.inject({ method: 'POST', url: '/v1/demo/forgetful', headers: { authorization: `Bearer ${token}` } });
};

/** All that says who may do what outside of `demo`, as text. */
async function outsideDemo(): Promise<string> {
  const tables = ['users', 'roles', 'grants', 'api_tokens', 'fleets'];
  const rows = tables.map((table) =>
    api.db.query(`SELECT to_jsonb(t) AS row FROM ${table} t WHERE account_id <> $1 ORDER BY id`, [demo.account]),
  );
  const found = await Promise.all(rows);
  if (found.some((of) => of.length === 0)) throw new Error('there is nothing that could be changed');
  return JSON.stringify(found);
}

describe('a change of rights whose statements forgot the account', () => {
  it.each([
    `UPDATE users SET name = 'taken', disabled = true`,
    `UPDATE roles SET permissions = '["user:write"]'`,
    'DELETE FROM api_tokens',
    `UPDATE fleets SET description = 'taken'`,
    'DELETE FROM grants',
    'DELETE FROM fleets',
  ])('changes nothing of other accounts: %s', async (sql) => {
    const answer = await changeDemo((tx) => tx.query(`${sql} RETURNING 1`));
    expect(answer.statusCode).toBe(200);
    // It did act on its own account.
    expect(answer.json().done).not.toEqual([]);
    expect(await outsideDemo()).toBe(before);
  });

  it('finds nothing of another account by the ids that it has there', async () => {
    const { account, user, role, fleet, token: robot } = other;
    const outcomes: unknown[] = [];
    const answer = await changeDemo(async (tx) => {
      const users = createUserRepository(tx);
      outcomes.push(await users.byId(user), await users.remove(account, user));
      outcomes.push(await createRoleRepository(tx).byNameOrId(account, role));
      outcomes.push(await createRoleRepository(tx).remove(account, role));
      outcomes.push(await createFleetRepository(tx).remove(account, fleet));
      outcomes.push(await createApiTokenRepository(tx).remove(account, robot));
      await createGrantRepository(tx).replace(user, []);
      await createFleetRepository(tx).removeAgent(account, fleet, user as never);
    });
    expect(answer.statusCode).toBe(200);
    expect(outcomes).toEqual([null, false, null, false, false, false]);
    expect(await outsideDemo()).toBe(before);
  });

  it.each([
    ['a user', (tx: Queryable) => addUserTo(tx, other.account)],
    ['a user of the root account', (tx: Queryable) => addUserTo(tx, root)],
    ['a grant', (tx: Queryable) => grantIn(tx, other.account)],
    ['a grant in the root account', (tx: Queryable) => grantIn(tx, root)],
  ])('cannot write into another account: %s', async (_what, work) => {
    const answer = await changeDemo(async (tx) => {
      await expect(work(tx)).rejects.toMatchObject({ code: '42501' });
      throw new Error('as seen');
    });
    expect(answer.statusCode).toBe(500);
    expect(await outsideDemo()).toBe(before);
  });
});

describe('a change that is judged by what lies above its account', () => {
  it('counts what a user of an account above has for a fleet, by a role of theirs', async () => {
    await make('/v1/demo/fleets', { name: 'lamps' });
    await addAgent(api, token, 'lamp');
    await make('/v1/sys/roles', { name: 'wide', permissions: ['agent:read', 'job:execute'] });
    await addUser(api, token, 'sys', [{ role: 'wide', account: 'demo', fleet: 'lamps' }]);
    await make('/v1/demo/roles', { name: 'keeper', permissions: ['agent:read', 'agent:write', 'agent:delete'] });
    const keeper = await addUser(api, token, 'demo', [{ role: 'keeper' }]);
    const missing = { status: 403, body: { detail: expect.stringContaining('job:execute') as unknown } };
    const asked = { token: keeper.token, body: { agents: ['lamp'] } };
    expect(await call(api, 'POST /v1/demo/fleets/lamps/agents', asked)).toMatchObject(missing);
    expect(await call(api, 'DELETE /v1/demo/fleets/lamps', { token: keeper.token })).toMatchObject(missing);
    expect((await call(api, 'DELETE /v1/demo/fleets/lamps', { token })).status).toBe(204);
  });

  it('makes and deletes an API token whose owner belongs to an account above', async () => {
    const body = { name: 'from-above', permissions: ['agent:read'] };
    const made = await call<{ id: string; owner: string }>(api, 'POST /v1/demo/tokens', { token, body });
    expect(made).toMatchObject({ status: 201, body: { owner: ADMIN.email } });
    expect((await call(api, `DELETE /v1/other/tokens/${made.body.id}`, { token })).status).toBe(404);
    expect((await call(api, `DELETE /v1/demo/tokens/${made.body.id}`, { token })).status).toBe(204);
  });

  it('knows that an e-mail address is taken in an account that it cannot see', async () => {
    const grants = [{ role: 'viewer' }];
    const taken = {
      token: (await addUser(api, token, 'demo', [{ role: 'admin' }])).token,
      body: { email: ADMIN.email, grants },
    };
    expect(await call(api, 'POST /v1/demo/invitations', taken)).toMatchObject({ status: 409 });
    const body = { ...taken.body, password: 'nine slow tugboats' };
    expect(await call(api, 'POST /v1/demo/users', { ...taken, body })).toMatchObject({ status: 409 });
  });
});

const addUserTo = (tx: Queryable, accountId: AccountId) =>
  createUserRepository(tx).create({ accountId, email: 'intruder@localhost', passwordHash: null });

const grantIn = (tx: Queryable, accountId: AccountId) =>
  createGrantRepository(tx).replace(demo.user, [
    { role: { builtIn: 'admin' }, accountId, descendants: true, fleetId: null },
  ]);
