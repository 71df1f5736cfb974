import { createHash } from 'node:crypto';
import type { Agent, AgentCredentials } from '@hawser/contracts/http';
import { createCredentialRepository } from '@hawser/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await startTestApi();
  token = (await setUp(api)).access_token;
});
afterAll(() => api.close());

const create = (name: string, headers: Record<string, string> = {}, more: object = {}) =>
  call<AgentCredentials>(api, 'POST /v1/demo/agents', { token, headers, body: { name, ...more } });

describe('creating an agent', () => {
  it('answers 201 with its MQTT access, whose password is stored only as a hash', async () => {
    const { status, body, headers } = await create('press-1', {}, { description: 'in hall 3', tags: ['hall-3'] });
    expect(status).toBe(201);
    expect(headers).toMatchObject({ location: `/v1/demo/agents/${body.id}`, etag: '"1"' });
    expect(Object.keys(body)).toEqual(['id', 'name', 'account', 'mqtt']);
    expect(body).toMatchObject({ name: 'press-1', account: 'demo' });
    expect(Object.keys(body.mqtt)).toEqual(['url', 'client_id', 'username', 'password']);
    expect(body.mqtt).toMatchObject({ url: 'mqtt://localhost:1883', client_id: body.id });
    expect(body.mqtt.username).toMatch(/^hk_/);
    expect(Buffer.from(body.mqtt.password, 'base64url')).toHaveLength(32);
    const stored = await createCredentialRepository(api.db).findByUsername(body.mqtt.username);
    expect(stored).toMatchObject({ agentId: body.id, accountName: 'demo', revoked: false });
    const hash = createHash('sha256').update(body.mqtt.password).digest('hex');
    expect(Buffer.from(stored!.passwordHash).toString('hex')).toBe(hash);
  });

  it('refuses a name that is taken', async () => {
    await create('twice');
    expect(await create('twice')).toMatchObject({ status: 409, body: { code: 'name-taken' } });
  });

  it('refuses the root account, and says what to do', async () => {
    const answer = await call(api, 'POST /v1/_/agents', { token, body: { name: 'lost' } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(answer.body.hint).toContain('account below it');
  });

  it.each(['', 'a/b', 'a+', '#', ' x', 'x'.repeat(65), '0199c0de-0000-7000-8000-000000000000'])(
    'refuses the name %j',
    async (name) => {
      const answer = await create(name);
      expect(answer.status).toBe(422);
      expect(JSON.stringify(answer.body)).toMatch(/body\.name|look like an id/);
    },
  );

  it('is done once for one Idempotency-Key, and answers the same', async () => {
    const headers = { 'idempotency-key': 'd9b2' };
    const [first, second] = [await create('once', headers), await create('once', headers)];
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(await create('another', headers)).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('can be repeated with the same Idempotency-Key after it failed', async () => {
    const headers = { 'idempotency-key': 'after-failure' };
    const { body } = await create('in-the-way');
    expect((await create('in-the-way', headers)).status).toBe(409);
    await call(api, `DELETE /v1/demo/agents/${body.id}`, { token });
    expect((await create('in-the-way', headers)).status).toBe(201);
  });
});

describe('reading agents', () => {
  it('finds one by name and by id', async () => {
    const { id } = await addAgent(api, token, 'findable');
    for (const key of ['findable', id]) {
      const { status, body, headers } = await call<Agent>(api, `GET /v1/demo/agents/${key}`, { token });
      expect(status).toBe(200);
      expect(headers.etag).toBe('"1"');
      expect(body).toMatchObject({ id, name: 'findable', account: 'demo', online: false, connected_at: null });
      expect(new Date(body.created_at).toISOString()).toBe(body.created_at);
    }
    expect((await call(api, 'GET /v1/demo/agents/unknown', { token })).status).toBe(404);
    expect((await call(api, 'GET /v1/demo/agents/a%00b', { token })).status).toBe(422);
  });

  it('lists them page by page, and searches', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await addAgent(api, token, name);
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await call<{ items: Agent[]; next_cursor: string | null }>(
        api,
        `GET /v1/demo/agents?limit=2&search=PAGE-${next}`,
        { token },
      );
      expect(body.items.length).toBeLessThanOrEqual(2);
      names.push(...body.items.map((agent) => agent.name));
      cursor = body.next_cursor;
    }
    expect(names).toEqual(['page-a', 'page-b', 'page-c']);
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'lmit=1'])('refuses ?%s and names the field', async (query) => {
    const answer = await call(api, `GET /v1/demo/agents?${query}`, { token });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: `query.${query.split('=')[0]}` }] } });
  });

  it('refuses a made-up cursor', async () => {
    expect((await call(api, 'GET /v1/demo/agents?cursor=zzz', { token })).status).toBe(400);
  });
});

describe('changing an agent', () => {
  it('takes If-Match, and answers 412 when it was changed meanwhile', async () => {
    await addAgent(api, token, 'changing');
    const url = 'PATCH /v1/demo/agents/changing' as const;
    const change = (ifMatch: string, body: object) => call(api, url, { token, body, headers: { 'if-match': ifMatch } });
    const first = await change('"1"', { description: 'new', tags: ['a'] });
    expect(first).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { description: 'new', tags: ['a'] } });
    expect(await change('"1"', { description: 'late' })).toMatchObject({
      status: 412,
      body: { code: 'stale-version' },
    });
    expect((await change('nonsense', { description: 'late' })).status).toBe(412);
    expect((await change('*', { tags: [] })).body).toMatchObject({ description: 'new', tags: [] });
  });

  it('ends the session of an agent that is disabled, and of no other', async () => {
    const { id } = await addAgent(api, token, 'to-disable');
    api.invalidated.length = 0;
    await call(api, `PATCH /v1/demo/agents/${id}`, { token, body: { description: 'x' } });
    expect(api.invalidated).toEqual([]);
    await call(api, `PATCH /v1/demo/agents/${id}`, { token, body: { disabled: true } });
    expect(api.invalidated).toEqual([{ type: 'agent-changed', agent: id }]);
  });

  it('refuses an empty change and unknown fields', async () => {
    await addAgent(api, token, 'strict');
    for (const body of [{}, { name: 'other' }, { disabled: 'yes' }]) {
      expect((await call(api, 'PATCH /v1/demo/agents/strict', { token, body })).status).toBe(422);
    }
  });
});

describe('new credentials', () => {
  it('replace the old ones and end the session', async () => {
    const { id, mqtt } = await addAgent(api, token, 'rekeyed');
    api.invalidated.length = 0;
    const answer = await call<AgentCredentials>(api, 'POST /v1/demo/agents/rekeyed/credentials', { token });
    expect(answer.status).toBe(201);
    expect(answer.body.mqtt).toMatchObject({ client_id: id });
    expect(answer.body.mqtt.username).not.toBe(mqtt.username);
    const credentials = createCredentialRepository(api.db);
    expect(await credentials.findByUsername(mqtt.username)).toMatchObject({ revoked: true });
    expect(await credentials.findByUsername(answer.body.mqtt.username)).toMatchObject({ revoked: false });
    expect(api.invalidated).toEqual([{ type: 'agent-changed', agent: id }]);
  });
});

describe('deleting an agent', () => {
  it('takes it away with its access', async () => {
    const { id, mqtt } = await addAgent(api, token, 'leaving');
    const stale = await call(api, 'DELETE /v1/demo/agents/leaving', { token, headers: { 'if-match': '"9"' } });
    expect(stale.status).toBe(412);
    api.invalidated.length = 0;
    expect((await call(api, 'DELETE /v1/demo/agents/leaving', { token })).status).toBe(204);
    expect(api.invalidated).toEqual([{ type: 'agent-changed', agent: id }]);
    expect((await call(api, `GET /v1/demo/agents/${id}`, { token })).status).toBe(404);
    expect(await createCredentialRepository(api.db).findByUsername(mqtt.username)).toBeNull();
  });
});
