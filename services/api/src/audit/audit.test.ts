import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, addAgent, call, setUp, startTestApi, type TestApi } from '../testing/test-api.ts';

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

  it('records nothing of reading', async () => {
    const before = await newest();
    await call(api, 'GET /v1/demo/agents', { token });
    expect(await newest()).toEqual(before);
  });
});
