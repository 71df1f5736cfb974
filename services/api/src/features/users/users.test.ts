import type { Me, User } from '@hawser/contracts/http';
import type { UserId } from '@hawser/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrol } from '../../testing/password-users.ts';
import { ADMIN, addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { addUser, signIn } from '../../testing/test-users.ts';

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await startTestApi();
  token = (await setUp(api)).access_token;
});
afterAll(() => api.close());

const viewer = [{ role: 'viewer' }];
const operator = [{ role: 'operator' }];
const admin = [{ role: 'admin' }];
const patch = (id: string, body: object, as = token, account = 'demo') =>
  call<User>(api, `PATCH /v1/${account}/users/${id}`, { token: as, body });

describe('a user', () => {
  const body = { email: 'Ada@Example.org', name: 'Ada', password: 'nine slow tugboats', grants: viewer };

  it('is created with grants, found, listed, and can sign in', async () => {
    const headers = { 'idempotency-key': 'ada' };
    const made = await call<User>(api, 'POST /v1/demo/users', { token, body, headers });
    expect(made).toMatchObject({ status: 201, headers: { etag: '"1"', location: `/v1/demo/users/${made.body.id}` } });
    const grants = [{ role: 'viewer', account: 'demo', descendants: true, fleet: null }];
    expect(made.body).toMatchObject({
      email: 'ada@example.org',
      name: 'Ada',
      account: 'demo',
      disabled: false,
      grants,
    });
    expect(made.text).not.toMatch(/"password|argon2/);
    expect((await call(api, 'POST /v1/demo/users', { token, body, headers })).body).toEqual(made.body);
    expect((await call(api, `GET /v1/demo/users/${made.body.id}`, { token })).body).toEqual(made.body);
    const list = await call<{ items: User[] }>(api, 'GET /v1/demo/users', { token });
    expect(list.body.items).toEqual([made.body]);
    const login = { email: 'ada@example.org', password: body.password };
    const signedIn = await call<{ access_token: string }>(api, 'POST /v1/auth/login', { body: login });
    const me = await call<Me>(api, 'GET /v1/me', { token: signedIn.body.access_token });
    expect(me.body).toMatchObject({ name: 'Ada', account: { name: 'demo' }, grants, api_token: false });
    expect(me.body.permissions).toContain('telemetry:read');
    expect(me.body.permissions).not.toContain('agent:write');
  });

  it.each([
    ['a weak password', { ...body, email: 'b@x.org', password: 'short' }, 422],
    ['an address that is taken', { ...body, email: 'ADA@example.ORG' }, 409],
    ['a role that there is not', { ...body, email: 'b@x.org', grants: [{ role: 'captain' }] }, 422],
    ['the role of agents', { ...body, email: 'b@x.org', grants: [{ role: 'agent' }] }, 422],
    ['an account outside', { ...body, email: 'b@x.org', grants: [{ role: 'viewer', account: 'sys' }] }, 422],
    ['a fleet that there is not', { ...body, email: 'b@x.org', grants: [{ role: 'viewer', fleet: 'none' }] }, 422],
  ])('is refused with %s, and nothing is left of it', async (_case, wrong, status) => {
    const before = (await call(api, 'GET /v1/demo/users', { token })).text;
    expect((await call(api, 'POST /v1/demo/users', { token, body: wrong })).status).toBe(status);
    expect((await call(api, 'GET /v1/demo/users', { token })).text).toBe(before);
  });

  it('is changed with If-Match, and not when somebody else was faster', async () => {
    const user = await addUser(api, token, 'demo', viewer);
    const change = (ifMatch: string) =>
      call(api, `PATCH /v1/demo/users/${user.id}`, { token, body: { name: 'B' }, headers: { 'if-match': ifMatch } });
    const { headers } = await call(api, `GET /v1/demo/users/${user.id}`, { token });
    expect((await change(String(headers.etag))).status).toBe(200);
    expect(await change(String(headers.etag))).toMatchObject({ status: 412, body: { code: 'stale-version' } });
  });

  it('has new rights at once, in a session that goes on', async () => {
    const user = await addUser(api, token, 'demo', viewer);
    const create = () => call(api, 'POST /v1/demo/agents', { token: user.token, body: { name: `by-${user.id}` } });
    expect((await create()).status).toBe(403);
    await patch(user.id, { grants: operator });
    expect((await create()).status).toBe(201);
    await patch(user.id, { grants: [] });
    expect((await call(api, 'GET /v1/demo/agents', { token: user.token })).status).toBe(403);
  });

  it('tells whether there is a second factor, and can be listed by it; an administrator resets it', async () => {
    const user = await addUser(api, token, 'demo', viewer);
    const listed = async (query: string) =>
      (await call<{ items: User[] }>(api, `GET /v1/demo/users?${query}`, { token })).body.items.map(({ id }) => id);
    const read = async () => (await call<User>(api, `GET /v1/demo/users/${user.id}`, { token })).body.second_factor;
    expect(await read()).toBe(false);
    await enrol(api, user.token);
    expect(await read()).toBe(true);
    expect(await listed('second_factor=true')).toEqual([user.id]);
    expect(await listed('second_factor=false')).not.toContain(user.id);
    expect((await call(api, `DELETE /v1/demo/users/${user.id}/totp`, { token })).status).toBe(204);
    expect(await read()).toBe(false);
    expect((await call(api, 'GET /v1/me', { token: user.token })).status).toBe(401);
    expect((await call(api, 'GET /v1/demo/users?second_factor=perhaps', { token })).status).toBe(422);
  });

  it('that is disabled has no sessions any more, at once and also when enabled again', async () => {
    const user = await addUser(api, token, 'demo', viewer);
    expect((await patch(user.id, { disabled: true })).body.disabled).toBe(true);
    expect((await call(api, 'GET /v1/me', { token: user.token })).status).toBe(401);
    expect((await patch(user.id, { disabled: false })).body.disabled).toBe(false);
    expect((await call(api, 'GET /v1/me', { token: user.token })).status).toBe(401);
    expect((await call(api, 'GET /v1/me', { token: await signIn(api, user.id) })).status).toBe(200);
  });

  it('that is deleted is gone, with sessions', async () => {
    const user = await addUser(api, token, 'demo', viewer);
    expect((await call(api, `DELETE /v1/demo/users/${user.id}`, { token })).status).toBe(204);
    expect((await call(api, 'GET /v1/me', { token: user.token })).status).toBe(401);
    expect((await call(api, `GET /v1/demo/users/${user.id}`, { token })).status).toBe(404);
  });

  it('of another account is not found', async () => {
    const root = await call<{ items: User[] }>(api, 'GET /v1/sys/users', { token });
    const id = root.body.items[0]!.id;
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await call(api, `${method} /v1/demo/users/${id}`, { token })).status).toBe(404);
    }
    expect((await patch(id, { name: 'x' })).status).toBe(404);
    expect((await patch('not-an-id', { name: 'x' })).status).toBe(404);
  });
});

describe('nobody', () => {
  const own = async (name: string, permissions: string[]) => {
    const answer = await call(api, 'POST /v1/demo/roles', { token, body: { name, permissions } });
    expect(answer.status).toBe(201);
  };

  it('grants what they do not hold, to themselves or to others', async () => {
    await own('people', ['user:read', 'user:write', 'user:delete', 'agent:read']);
    const clerk = await addUser(api, token, 'demo', [{ role: 'people' }]);
    const other = await addUser(api, token, 'demo', []);
    for (const id of [clerk.id, other.id]) {
      for (const grants of [admin, viewer]) {
        const answer = await patch(id, { grants }, clerk.token);
        expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      }
    }
    expect((await patch(other.id, { grants: [{ role: 'people' }] }, clerk.token)).status).toBe(200);
    const body = { email: 'deputy@x.org', password: 'nine slow tugboats', grants: admin };
    expect((await call(api, 'POST /v1/demo/users', { token: clerk.token, body })).status).toBe(403);
  });

  it('changes, disables or deletes somebody who holds more', async () => {
    await own('clerks', ['user:read', 'user:write', 'user:delete']);
    const clerk = await addUser(api, token, 'demo', [{ role: 'clerks' }]);
    const boss = await addUser(api, token, 'demo', operator);
    for (const body of [{ disabled: true }, { grants: [] }, { name: 'x' }]) {
      expect((await patch(boss.id, body, clerk.token)).status).toBe(403);
    }
    expect((await call(api, `DELETE /v1/demo/users/${boss.id}`, { token: clerk.token })).status).toBe(403);
    expect((await call(api, 'GET /v1/me', { token: boss.token })).status).toBe(200);
  });

  it('reaches an account that no grant of theirs speaks of', async () => {
    await call(api, 'POST /v1/demo/accounts', { token, body: { name: 'demo-north' } });
    const here = await addUser(api, token, 'demo', [{ role: 'admin', descendants: false }]);
    expect((await call(api, 'GET /v1/demo/users', { token: here.token })).status).toBe(200);
    expect((await call(api, 'GET /v1/demo-north/users', { token: here.token })).status).toBe(404);
    const below = await addUser(api, token, 'demo', [{ role: 'admin', account: 'demo-north' }]);
    expect((await call(api, 'GET /v1/demo-north/users', { token: below.token })).status).toBe(200);
    expect((await call(api, 'GET /v1/_/users', { token: below.token })).status).toBe(403);
  });
});

describe('the root account', () => {
  const me = async () => (await call<Me>(api, 'GET /v1/me', { token })).body;

  it('keeps its last enabled administrator, also when many take it away at the same time', async () => {
    const first = (await me()).id;
    expect((await me()).recommendations).toEqual(['add-administrator', 'disable-default-user']);
    for (const body of [{ disabled: true }, { grants: [] }, { grants: [{ role: 'admin', descendants: false }] }]) {
      expect(await patch(first, body, token, 'sys')).toMatchObject({ status: 409, body: { code: 'conflict' } });
    }
    expect((await call(api, `DELETE /v1/sys/users/${first}`, { token })).status).toBe(409);
    const second = await addUser(api, token, 'sys', admin);
    const answers = await Promise.all([
      patch(first, { disabled: true }, token, 'sys'),
      patch(second.id, { disabled: true }, second.token, 'sys'),
      call(api, `DELETE /v1/sys/users/${first}`, { token: second.token }),
      call(api, `DELETE /v1/sys/users/${second.id}`, { token }),
    ]);
    const done = answers.filter(({ status }) => status < 300);
    expect(done.length).toBeGreaterThan(0);
    const left = await api.db.query(
      'SELECT id FROM users u WHERE NOT disabled AND account_id = (SELECT id FROM accounts WHERE parent_id IS NULL)',
    );
    expect(left).toHaveLength(1);
  });
});

describe('the default user', () => {
  it('can be disabled and enabled again; recommendations end when that and a second administrator are there', async () => {
    const fresh = await startTestApi({ allowAgentsInRoot: true });
    try {
      const first = (await setUp(fresh)).access_token;
      const { id } = (await call<Me>(fresh, 'GET /v1/me', { token: first })).body;
      const second = await addUser(fresh, first, 'sys', admin);
      const recommended = async (as: string) =>
        (await call<Me>(fresh, 'GET /v1/me', { token: as })).body.recommendations;
      expect(await recommended(second.token)).toEqual(['disable-default-user']);
      const disable = (disabled: boolean) =>
        call<User>(fresh, `PATCH /v1/sys/users/${id}`, { token: second.token, body: { disabled } });
      expect((await disable(true)).body).toMatchObject({ disabled: true, is_default: true });
      expect(await recommended(second.token)).toEqual([]);
      expect((await call(fresh, 'POST /v1/auth/login', { body: ADMIN })).status).toBe(401);
      expect((await disable(false)).status).toBe(200);
      expect((await call(fresh, 'POST /v1/auth/login', { body: ADMIN })).status).toBe(200);
      expect(await recommended(await signIn(fresh, id as UserId))).toEqual(['disable-default-user']);
      // Here the root account may have agents, because the settings say so.
      await addAgent(fresh, second.token, 'odd', 'sys');
      const viewing = await addUser(fresh, second.token, 'sys', viewer);
      expect(await recommended(viewing.token)).toEqual([]);
    } finally {
      await fresh.close();
    }
  });
});
