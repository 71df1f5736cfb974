import type { Me, Role } from '@hawser/contracts/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { addUser } from '../../testing/test-users.ts';

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await startTestApi();
  token = (await setUp(api)).access_token;
});
afterAll(() => api.close());

const create = (name: string, permissions: string[], as = token) =>
  call<Role>(api, 'POST /v1/demo/roles', { token: as, body: { name, permissions } });
const change = (name: string, permissions: string[], as = token, headers: Record<string, string> = {}) =>
  call<Role>(api, `PATCH /v1/demo/roles/${name}`, { token: as, body: { permissions }, headers });

describe('roles', () => {
  it('are the built-in ones and those of the account', async () => {
    const made = await create('night-shift', ['telemetry:read', 'alert:write']);
    expect(made).toMatchObject({ status: 201, headers: { etag: '"1"' }, body: { built_in: false } });
    expect(made.body.permissions).toEqual(['alert:write', 'telemetry:read']);
    const { body } = await call<{ items: Role[] }>(api, 'GET /v1/demo/roles', { token });
    expect(body.items.map(({ name }) => name)).toEqual(['admin', 'operator', 'viewer', 'night-shift']);
    expect((await call<Role>(api, 'GET /v1/demo/roles/viewer', { token })).body.id).toBeNull();
    expect((await call(api, `GET /v1/demo/roles/${made.body.id}`, { token })).body).toEqual(made.body);
    expect((await call(api, 'GET /v1/sys/roles/night-shift', { token })).status).toBe(404);
  });

  it.each(['admin', 'agent', '0199c0de-0000-7000-8000-000000000000', '', 'a/b'])('cannot be named %j', async (name) => {
    expect((await create(name, ['agent:read'])).status).toBe(422);
  });

  it('hold permissions of the catalogue, each once and at least one', async () => {
    for (const permissions of [[], ['agent:fly'], ['agent:read', 'agent:read']]) {
      expect((await create('odd', permissions)).status).toBe(422);
    }
    expect((await create('night-shift', ['agent:read'])).status).toBe(409);
  });

  it('that are built in are not changed', async () => {
    expect((await change('admin', ['agent:read'])).status).toBe(409);
    expect((await call(api, 'DELETE /v1/demo/roles/viewer', { token })).status).toBe(409);
  });

  it('take effect at once for whoever has them, and are not deleted as long as anybody does', async () => {
    await create('growing', ['agent:read']);
    const user = await addUser(api, token, 'demo', [{ role: 'growing' }]);
    const permissions = async () => (await call<Me>(api, 'GET /v1/me', { token: user.token })).body.permissions;
    expect(await permissions()).toEqual(['agent:read']);
    expect((await change('growing', ['agent:read', 'job:read'], token, { 'if-match': '"1"' })).status).toBe(200);
    expect((await change('growing', ['agent:read'], token, { 'if-match': '"1"' })).status).toBe(412);
    expect(await permissions()).toEqual(['agent:read', 'job:read']);
    const remove = () => call(api, 'DELETE /v1/demo/roles/growing', { token });
    expect(await remove()).toMatchObject({ status: 409, body: { detail: 'The role growing is granted to 1 user.' } });
    await call(api, `PATCH /v1/demo/users/${user.id}`, { token, body: { grants: [] } });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
  });

  it('are made and changed only with what the editor holds, before and after', async () => {
    await create('editors', ['role:read', 'role:write', 'role:delete', 'agent:read', 'user:read']);
    await create('mighty', ['agent:read', 'agent:delete']);
    const editor = (await addUser(api, token, 'demo', [{ role: 'editors' }])).token;
    expect((await create('small', ['agent:read'], editor)).status).toBe(201);
    expect((await create('great', ['agent:read', 'agent:write'], editor)).status).toBe(403);
    expect((await change('small', ['agent:read', 'agent:write'], editor)).status).toBe(403);
    expect((await change('mighty', ['agent:read'], editor)).status).toBe(403);
    expect((await change('editors', ['role:write', 'user:write'], editor)).status).toBe(403);
    expect((await call(api, 'DELETE /v1/demo/roles/mighty', { token: editor })).status).toBe(403);
    expect((await change('small', ['user:read'], editor)).status).toBe(200);
    expect((await call(api, 'DELETE /v1/demo/roles/small', { token: editor })).status).toBe(204);
  });

  it('are judged wherever they are granted', async () => {
    await call(api, 'POST /v1/demo/accounts', { token, body: { name: 'demo-south' } });
    await create('local', ['agent:read']);
    await addUser(api, token, 'demo', [{ role: 'local', account: 'demo-south' }]);
    const here = await addUser(api, token, 'demo', [{ role: 'admin', descendants: false }]);
    expect((await change('local', ['agent:read', 'agent:write'], here.token)).status).toBe(403);
    expect((await change('local', ['agent:read', 'agent:write'])).status).toBe(200);
  });

  it('are judged by groups and invitations too, and not deleted as long as one of these speaks of them', async () => {
    await create('promised', ['agent:read']);
    const here = await addUser(api, token, 'demo', [{ role: 'admin', descendants: false }]);
    const widen = () => change('promised', ['agent:read', 'agent:write'], here.token);
    const promises = [
      ['oidc-mappings', { group: 'crew', role: 'promised', descendants: true }, 'used by 1 mapping'],
      ['invitations', { email: 'guest@localhost', grants: [{ role: 'promised' }] }, 'used by 1 invitation'],
    ] as const;
    for (const [path, body, used] of promises) {
      const { id } = (await call<{ id: string }>(api, `POST /v1/demo/${path}`, { token, body })).body;
      expect((await widen()).status).toBe(403);
      const remove = await call(api, 'DELETE /v1/demo/roles/promised', { token });
      expect(remove).toMatchObject({ status: 409, body: { detail: `The role promised is ${used}.` } });
      expect((await call(api, `DELETE /v1/demo/${path}/${id}`, { token })).status).toBe(204);
    }
    expect((await widen()).status).toBe(200);
    expect((await call(api, 'DELETE /v1/demo/roles/promised', { token })).status).toBe(204);
  });
});
