import type { Agent, DeadLetter, Fleet, Ledger, Series } from '@hawser/contracts/http';
import { type AccountId, type AgentId, newId } from '@hawser/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LiveClient } from '../../testing/live-client.ts';
import { addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { appendMessage } from '../../testing/test-queue.ts';
import { TestIngestion } from '../../testing/test-telemetry.ts';
import { addUser, type SignedInUser } from '../../testing/test-users.ts';

let api: TestApi;
let token: string;
let account: AccountId;
let pump: AgentId;
let press: AgentId;
let keeper: SignedInUser;
const letters = { pump: newId(), press: newId() };

beforeAll(async () => {
  api = await startTestApi();
  const done = await setUp(api);
  token = done.access_token;
  account = done.account.id as AccountId;
  pump = (await addAgent(api, token, 'pump')).id as AgentId;
  press = (await addAgent(api, token, 'press')).id as AgentId;
  for (const name of ['north', 'south']) await call(api, 'POST /v1/demo/fleets', { token, body: { name } });
  await call(api, 'POST /v1/demo/fleets/north/agents', { token, body: { agents: ['pump'] } });
  keeper = await addUser(api, token, 'demo', [{ role: 'operator', fleet: 'north' }]);
  await storeSomething();
});
afterAll(() => api.close());

async function storeSomething(): Promise<void> {
  const ingestion = new TestIngestion(api);
  for (const agent of [pump, press]) {
    const offset = await appendMessage(api.queue, { account, agent, receivedAt: api.clock() });
    await ingestion.count(offset, account, agent, 1);
    await ingestion.store(offset, account, agent, [{ metric: 'temp', time: api.clock(), value: 1 }]);
    const last = await appendMessage(api.queue, { account, agent, receivedAt: api.clock() });
    await ingestion.count(last, account, agent, 1);
    const id = agent === pump ? letters.pump : letters.press;
    const deadLetters = [ingestion.deadLetter(id, account, agent)];
    await ingestion.commit({ offset: last, deadLetters, ledger: [ingestion.line(account, agent, 1, 1)] });
  }
}

const get = <Body>(path: string, as = keeper.token) => call<Body>(api, `GET /v1/demo/${path}`, { token: as });
const names = (answer: { body: { items: { name: string }[] } }) => answer.body.items.map(({ name }) => name);

describe('a fleet', () => {
  it('is created once for one Idempotency-Key, changed with If-Match, and deleted', async () => {
    const body = { name: 'spare', description: 'in the cellar' };
    const headers = { 'idempotency-key': 'spare' };
    const made = await call<Fleet>(api, 'POST /v1/demo/fleets', { token, body, headers });
    expect(made).toMatchObject({
      status: 201,
      headers: { etag: '"1"' },
      body: { ...body, account: 'demo', agents: 0 },
    });
    expect((await call(api, 'POST /v1/demo/fleets', { token, body, headers })).body).toEqual(made.body);
    expect((await call(api, 'POST /v1/demo/fleets', { token, body })).status).toBe(409);
    const change = { token, body: { description: 'on the roof' }, headers: { 'if-match': '"1"' } };
    expect((await call(api, 'PATCH /v1/demo/fleets/spare', change)).headers.etag).toBe('"2"');
    expect((await call(api, 'PATCH /v1/demo/fleets/spare', change)).status).toBe(412);
    expect((await call(api, `DELETE /v1/demo/fleets/${made.body.id}`, { token })).status).toBe(204);
    expect((await get('fleets/spare', token)).status).toBe(404);
  });

  it('has agents, which may be in several; one of another account is not found', async () => {
    await call(api, 'POST /v1/sys/accounts', { token, body: { name: 'elsewhere' } });
    const far = await addAgent(api, token, 'far', 'elsewhere');
    const add = (agents: string[]) =>
      call<Fleet>(api, 'POST /v1/demo/fleets/south/agents', { token, body: { agents } });
    expect((await add(['pump', press])).body.agents).toBe(2);
    expect((await add(['pump'])).body.agents).toBe(2);
    expect((await add([far.id])).status).toBe(404);
    expect(names(await get('fleets/south/agents', token))).toEqual(['press', 'pump']);
    expect((await call(api, 'DELETE /v1/demo/fleets/south/agents/press', { token })).status).toBe(204);
    expect((await call(api, 'DELETE /v1/demo/fleets/south/agents/press', { token })).status).toBe(404);
    expect(names(await get('fleets/south/agents', token))).toEqual(['pump']);
  });
});

describe('somebody who was granted a role for a fleet', () => {
  it('sees its agents and no others', async () => {
    expect(names(await get<{ items: Agent[] }>('agents'))).toEqual(['pump']);
    expect(names(await get<{ items: Agent[] }>('agents?search=p'))).toEqual(['pump']);
    expect((await get('agents/pump')).status).toBe(200);
    expect(names(await get<{ items: Fleet[] }>('fleets'))).toEqual(['north']);
    expect((await get('fleets/south')).status).toBe(404);
    expect((await get('fleets/south/agents')).status).toBe(404);
  });

  it.each(['press', () => press])('does not find another agent, whatever they want to do with it', async (which) => {
    const key = typeof which === 'string' ? which : which();
    const as = { token: keeper.token };
    expect((await call(api, `GET /v1/demo/agents/${key}`, as)).status).toBe(404);
    expect((await call(api, `PATCH /v1/demo/agents/${key}`, { ...as, body: { disabled: true } })).status).toBe(404);
    expect((await call(api, `DELETE /v1/demo/agents/${key}`, as)).status).toBe(404);
    expect((await call(api, `POST /v1/demo/agents/${key}/credentials`, as)).status).toBe(404);
    for (const path of ['series', 'readings', 'latest']) {
      expect([path, (await get(`${path}?agent=${key}`)).status]).toEqual([path, 404]);
    }
  });

  it('sees the series, readings and newest values of its agents', async () => {
    const series = await get<{ items: Series[] }>('series');
    expect(series.body.items.map(({ agent }) => agent)).toEqual(['pump']);
    const readings = await get<{ series: { agent: string }[] }>('readings');
    expect(readings.body.series.map(({ agent }) => agent)).toEqual(['pump']);
    expect((await get<{ items: Series[] }>('latest')).body.items.map(({ agent }) => agent)).toEqual(['pump']);
    expect((await get<{ items: Series[] }>('latest', token)).body.items).toHaveLength(2);
  });

  it('sees and handles their dead letters only', async () => {
    const list = await get<{ items: DeadLetter[] }>('dead-letters');
    expect(list.body.items.map(({ id }) => id)).toEqual([letters.pump]);
    expect((await get<{ items: DeadLetter[] }>(`dead-letters?agent=${press}`)).body.items).toEqual([]);
    expect((await get(`dead-letters/${letters.press}`)).status).toBe(404);
    const replay = (id: string) => call(api, `POST /v1/demo/dead-letters/${id}/replay`, { token: keeper.token });
    expect((await replay(letters.press)).status).toBe(404);
    expect((await replay(letters.pump)).status).toBe(202);
  });

  it('sees their lines of the ledger, which balance by themselves', async () => {
    // The account may be younger than the clock of the test, which stands still.
    const ledger = `ledger?from=${api.clock() - 3_600_000}`;
    const { body } = await get<Ledger>(ledger);
    expect(body.agents.map(({ agent }) => agent)).toEqual(['pump']);
    expect(body.total.messages).toEqual(body.agents[0]!.messages);
    expect((await get<Ledger>(ledger, token)).body.agents).toHaveLength(2);
  });

  it('can do nothing that is about the account', async () => {
    const as = { token: keeper.token };
    expect((await call(api, 'POST /v1/demo/agents', { ...as, body: { name: 'mine' } })).status).toBe(403);
    expect((await call(api, 'POST /v1/demo/fleets', { ...as, body: { name: 'mine' } })).status).toBe(403);
    const add = { ...as, body: { agents: ['press'] } };
    expect((await call(api, 'POST /v1/demo/fleets/north/agents', add)).status).toBe(403);
    for (const path of ['users', 'accounts']) expect((await get(path)).status).toBe(403);
  });

  it('hears of its agents only, and no more when one is taken out', async () => {
    const { url } = await api.role.start();
    const client = await new LiveClient(url, { authorization: `Bearer ${keeper.token}` }).open();
    await client.next('authenticated');
    client.send({ type: 'subscribe', id: 'all', account: 'demo', agents: 'all' });
    await client.next('subscribed');
    client.send({ type: 'subscribe', id: 'one', account: 'demo', agents: ['press'] });
    expect(await client.next('error')).toMatchObject({ id: 'one', code: 'not-found' });
    const publish = (agent: AgentId, metric: string) => {
      const readings = [{ device: 'plc', metric, unit: null, time: 1, value: 1 }];
      api.role.live.publish({ type: 'readings', account, agent, readings });
    };
    publish(press, 'secret');
    publish(pump, 'open');
    const { readings } = await client.next('readings');
    expect(readings.map(({ metric }) => metric)).toEqual(['open']);
    expect((await call(api, 'DELETE /v1/demo/fleets/north/agents/pump', { token })).status).toBe(204);
    expect(await client.closeCode()).toBe(1013);
    expect(client.messages.filter(({ type }) => type === 'rates')).toEqual([]);
    expect(names(await get<{ items: Agent[] }>('agents'))).toEqual([]);
  });
});

describe('putting an agent into a fleet', () => {
  it('takes what others were granted for the fleet', async () => {
    await addUser(api, token, 'demo', [{ role: 'admin', fleet: 'south' }]);
    const operator = await addUser(api, token, 'demo', [{ role: 'operator' }]);
    const add = (as: string) =>
      call(api, 'POST /v1/demo/fleets/south/agents', { token: as, body: { agents: ['press'] } });
    expect(await add(operator.token)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await call(api, 'DELETE /v1/demo/fleets/south', { token: operator.token })).status).toBe(403);
    expect((await add(token)).status).toBe(200);
  });
});
