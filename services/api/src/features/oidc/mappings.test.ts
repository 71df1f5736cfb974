import type { UserId } from '@hawser/core';
import {
  createGrantRepository,
  createOneTimeTokenRepository,
  createRoleRepository,
  createUserRepository,
} from '@hawser/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret } from '../../http/secrets.ts';
import { call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
let admin: string;
/** May write users and nothing else, in `demo` alone. */
let clerk: string;

beforeAll(async () => {
  api = await startTestApi();
  admin = (await setUp(api)).access_token;
  clerk = await signInClerk();
});
afterAll(() => api.close());

async function signInClerk(): Promise<string> {
  const [demo] = await api.db.query<{ id: never }>("SELECT id FROM accounts WHERE name = 'demo'");
  const accountId = demo!.id;
  const permissions = new Set(['user:read', 'user:write'] as const);
  const role = await createRoleRepository(api.db).create({ accountId, name: 'clerk', description: '', permissions });
  const user = await createUserRepository(api.db).create({ accountId, email: 'clerk@demo', passwordHash: null });
  const grant = { role: { roleId: role.id }, accountId, descendants: false, fleetId: null };
  await createGrantRepository(api.db).replace(user.id, [grant]);
  return signInOnce(user.id);
}

async function signInOnce(userId: UserId): Promise<string> {
  const tokens = createOneTimeTokenRepository(api.db);
  await tokens.insert({ tokenHash: hashSecret('link'), purpose: 'sign-in', userId, expiresAt: api.clock() + 60_000 });
  const body = { token: 'link' };
  return (await call<{ access_token: string }>(api, 'POST /v1/auth/one-time', { body })).body.access_token;
}

const create = (body: object, token = admin, headers: Record<string, string> = {}) =>
  call<{ id: string }>(api, 'POST /v1/demo/oidc-mappings', { token, body, headers });
const list = async (query = '') =>
  (
    await call<{ items: { id: string; group: string }[]; next_cursor: string | null }>(
      api,
      `GET /v1/demo/oidc-mappings${query}`,
      { token: admin },
    )
  ).body;

describe('mappings of groups to roles', () => {
  it('are made, listed in pages and deleted', async () => {
    const made = await create({ group: 'b', role: 'viewer' }, admin, { 'idempotency-key': 'k' });
    expect(made).toMatchObject({
      status: 201,
      body: { group: 'b', role: 'viewer', account: 'demo', descendants: false, created_at: expect.any(String) },
      headers: { location: `/v1/demo/oidc-mappings/${made.body.id}` },
    });
    expect((await create({ group: 'b', role: 'viewer' }, admin, { 'idempotency-key': 'k' })).body).toEqual(made.body);
    expect(await create({ group: 'b', role: 'viewer' })).toMatchObject({ status: 409, body: { code: 'conflict' } });
    await create({ group: 'a', role: 'clerk', descendants: true });
    const first = await list('?limit=1');
    expect(first.items).toMatchObject([{ group: 'a', role: 'clerk', descendants: true }]);
    expect((await list(`?limit=1&cursor=${first.next_cursor}`)).items.map(({ group }) => group)).toEqual(['b']);
    const remove = () => call(api, `DELETE /v1/demo/oidc-mappings/${made.body.id}`, { token: admin });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await list()).items.map(({ group }) => group)).toEqual(['a']);
  });

  it('are changed unless somebody else was faster, and to nothing that is there already', async () => {
    const { body: made } = await create({ group: 'c', role: 'viewer' });
    await create({ group: 'c', role: 'operator' });
    const url = `/v1/demo/oidc-mappings/${made.id}` as const;
    const { headers } = await call(api, `GET ${url}`, { token: admin });
    const change = (body: object, ifMatch?: string, token = admin) =>
      call(api, `PATCH ${url}`, { token, body, headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });
    const first = String(headers.etag);
    const changed = await change({ role: 'clerk', descendants: true }, first);
    expect(changed).toMatchObject({ status: 200, body: { group: 'c', role: 'clerk', descendants: true } });
    expect((await call(api, `GET ${url}`, { token: admin })).headers.etag).toBe(changed.headers.etag);
    expect(await change({ group: 'd' }, first)).toMatchObject({ status: 412, body: { code: 'stale-version' } });
    const taken = await change({ role: 'operator', descendants: false });
    expect(taken).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await change({ role: 'nobody has made it' })).toMatchObject({ status: 422 });
    expect((await change({ descendants: false }, undefined, clerk)).status).toBe(403);
    expect((await change({ descendants: false })).status).toBe(200);
    expect((await change({ role: 'viewer' }, undefined, clerk)).status).toBe(403);
    expect((await change({ group: 'e' }, undefined, clerk)).status).toBe(200);
    await call(api, `DELETE ${url}`, { token: admin });
    expect((await change({ group: 'f' })).status).toBe(404);
  });

  it.each([
    [{ group: '', role: 'viewer' }],
    [{ group: 'g', role: 'agent' }],
    [{ group: 'g', role: 'nobody has made it' }],
    [{ group: 'g\0', role: 'viewer' }],
  ])('refuse %j', async (body) => {
    expect(await create(body)).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
  });

  it('give away, and take away, only what the caller could grant', async () => {
    const denied = await create({ group: 'g', role: 'viewer' }, clerk);
    expect(denied).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(denied.body).toMatchObject({ detail: expect.stringContaining('agent:read') });
    expect((await create({ group: 'g', role: 'clerk', descendants: true }, clerk)).status).toBe(403);
    expect((await create({ group: 'g', role: 'clerk' }, clerk)).status).toBe(201);
    const { body } = await create({ group: 'g', role: 'admin' });
    expect((await call(api, `DELETE /v1/demo/oidc-mappings/${body.id}`, { token: clerk })).status).toBe(403);
    expect(
      (await call(api, 'POST /v1/sys/oidc-mappings', { token: clerk, body: { group: 'g', role: 'clerk' } })).status,
    ).toBe(404);
  });

  it('go with their role', async () => {
    await api.db.query("DELETE FROM grants WHERE role_id IS NOT NULL; DELETE FROM roles WHERE name = 'clerk'");
    expect((await list()).items.map(({ group }) => group)).toEqual(['c', 'g']);
  });
});
