import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, addAgent, call, setUp, startTestApi, type TestApi } from '../testing/test-api.ts';
import { addUser } from '../testing/test-users.ts';

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await startTestApi();
  token = (await setUp(api)).access_token;
});
afterAll(() => api.close());

/** The newest entry of all chains, as it is stored. */
async function newest(): Promise<Record<string, unknown>> {
  const sql = `SELECT e.*, a.name AS account FROM audit_entries e JOIN accounts a ON a.id = e.account_id
    ORDER BY e.correlation_id DESC LIMIT 1`;
  return (await api.db.query(sql))[0]!;
}

describe('the audit of requests', () => {
  it('records who set the installation up', async () => {
    expect(await newest()).toMatchObject({
      account: 'sys',
      seq: 1,
      actor_kind: 'user',
      actor_name: ADMIN.email,
      action: 'installation.set_up',
      outcome: 'success',
      after: { account: 'demo', administrator: ADMIN.email },
    });
  });

  it('records a change with what was there before, in the account that it was made in', async () => {
    const agent = await addAgent(api, token, 'pump-1');
    expect(await newest()).toMatchObject({ account: 'demo', action: 'agent.create', before: null });
    expect(JSON.stringify(await newest())).not.toContain(agent.mqtt.password);
    await call(api, 'PATCH /v1/demo/agents/pump-1', { token, body: { description: 'cellar' } });
    expect(await newest()).toMatchObject({
      account: 'demo',
      action: 'agent.update',
      resource_id: agent.id,
      resource_name: 'pump-1',
      before: { description: '' },
      after: { description: 'cellar' },
    });
  });

  it('records what fails', async () => {
    await call(api, 'DELETE /v1/demo/agents/pump-2', { token });
    expect(await newest()).toMatchObject({ resource_name: 'pump-2', outcome: 'failed', code: 'not-found' });
  });

  it('records a wrong password without it, in the account of the user', async () => {
    await call(api, 'POST /v1/auth/login', { body: { ...ADMIN, password: 'wrong horse' } });
    const entry = await newest();
    expect(entry).toMatchObject({
      account: 'sys',
      actor_kind: 'anonymous',
      resource_name: ADMIN.email,
      outcome: 'denied',
      code: 'invalid-credentials',
    });
    expect(JSON.stringify(entry)).not.toContain('wrong horse');
  });

  it('records an attempt to reach another account, in the own one', async () => {
    await call(api, 'GET /v1/nowhere/agents', { token });
    const denied = { action: 'agent.read', resource_kind: 'account', resource_name: 'nowhere', outcome: 'denied' };
    expect(await newest()).toMatchObject({ account: 'sys', actor_name: ADMIN.email, ...denied });
  });

  it('records what somebody was granted, in words, and what they had before', async () => {
    await call(api, 'POST /v1/demo/fleets', { token, body: { name: 'pumps' } });
    const user = await addUser(api, token, 'demo', [{ role: 'viewer', fleet: 'pumps' }]);
    const grants = [{ role: 'operator' }];
    await call(api, `PATCH /v1/demo/users/${user.id}`, { token, body: { grants } });
    expect(await newest()).toMatchObject({
      account: 'demo',
      action: 'user.update',
      resource_id: user.id,
      resource_name: user.email,
      before: { grants: ['viewer for the fleet pumps of demo'] },
      after: { grants: ['operator in demo and below'] },
    });
  });

  it('names the API token and its owner', async () => {
    const owner = await addUser(api, token, 'demo', [{ role: 'admin' }]);
    const wanted = { name: 'robot', permissions: ['agent:write'] };
    const made = await call<{ id: string; token: string }>(api, 'POST /v1/demo/tokens', {
      token: owner.token,
      body: wanted,
    });
    expect(await newest()).toMatchObject({
      action: 'token.create',
      resource_id: made.body.id,
      after: { name: 'robot', owner: owner.email, permissions: ['agent:write'] },
    });
    await call(api, 'POST /v1/demo/fleets', { token: made.body.token, body: { name: 'valves' } });
    const actor = { actor_kind: 'token', actor_id: made.body.id, actor_name: `robot of ${owner.email}` };
    expect(await newest()).toMatchObject({ action: 'fleet.create', resource_name: 'valves', ...actor });
  });

  it('records a refresh token that came a second time, in the account of the user', async () => {
    const { body } = await call<{ refresh_token: string }>(api, 'POST /v1/auth/login', { body: ADMIN });
    const refresh = () => call(api, 'POST /v1/auth/refresh', { body: { refresh_token: body.refresh_token } });
    const before = await newest();
    expect((await refresh()).status).toBe(200);
    expect(await newest()).toEqual(before);
    expect((await refresh()).status).toBe(401);
    expect(await newest()).toMatchObject({
      account: 'sys',
      actor_kind: 'anonymous',
      action: 'session.reuse_token',
      resource_kind: 'session',
      resource_name: ADMIN.email,
      outcome: 'denied',
      code: 'invalid-token',
    });
  });

  it('records nothing of a change of rights that is refused, but the refusal', async () => {
    const { body } = await call<{ id: string }>(api, 'GET /v1/me', { token });
    await call(api, `PATCH /v1/sys/users/${body.id}`, { token, body: { grants: [] } });
    expect(await newest()).toMatchObject({
      action: 'user.update',
      resource_name: ADMIN.email,
      outcome: 'failed',
      code: 'conflict',
      before: null,
      after: null,
    });
  });

  it('records nothing of reading', async () => {
    const before = await newest();
    await call(api, 'GET /v1/demo/agents', { token });
    expect(await newest()).toEqual(before);
  });
});
