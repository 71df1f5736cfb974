import { once } from 'node:events';
import { connect } from 'node:net';
import type { AccountId, AgentId } from '@hawser/core';
import { waitFor } from '@hawser/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIVE_LIMITS } from '../../config.ts';
import { LiveClient } from '../../testing/live-client.ts';
import { ADMIN, addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
let url: string;
let token: string;
let account: AccountId;
let press: AgentId;
let pump: AgentId;
const clients: LiveClient[] = [];

beforeAll(async () => {
  api = await startTestApi({
    corsOrigins: ['https://console.example'],
    liveLimits: { ...DEFAULT_LIVE_LIMITS, maxConnections: 6, maxSubscriptionsPerConnection: 3, maxMessageBytes: 4096 },
  });
  const done = await setUp(api);
  token = done.access_token;
  account = done.account.id as AccountId;
  press = (await addAgent(api, token, 'press')).id as AgentId;
  pump = (await addAgent(api, token, 'pump')).id as AgentId;
  ({ url } = await api.role.start());
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await waitFor(() => api.role.app.websocketServer.clients.size === 0, { what: 'all clients to be gone' });
});
afterAll(() => api.close());

async function connectClient(headers: Record<string, string> = {}): Promise<LiveClient> {
  const client = new LiveClient(url, headers);
  clients.push(client);
  return client.open();
}

async function signedIn(): Promise<LiveClient> {
  const client = await connectClient();
  client.send({ type: 'authenticate', access_token: token });
  await client.next('authenticated');
  return client;
}

async function subscribed(about: object, id = 's'): Promise<LiveClient> {
  const client = await signedIn();
  client.send({ type: 'subscribe', id, account: 'demo', ...about });
  await client.next('subscribed');
  return client;
}

function publish(agent: AgentId, metric: string, value: number | string | boolean, device = 'plc'): void {
  const readings = [{ device, metric, unit: null, time: 1_000, value }];
  api.role.live.publish({ type: 'readings', account, agent, readings });
}

describe('authentication', () => {
  it('comes first', async () => {
    const client = await connectClient();
    client.send({ type: 'subscribe', id: 's', account: '_' });
    expect(await client.next('error')).toMatchObject({ id: 's', code: 'unauthenticated' });
    client.send({ type: 'authenticate', access_token: 'wrong' });
    expect(await client.next('error', (error) => error.code === 'invalid-token')).not.toHaveProperty('id');
    client.send({ type: 'authenticate', access_token: token });
    expect((await client.next('authenticated')).expires_at).toBeGreaterThan(api.clock());
  });

  it('can come with the upgrade', async () => {
    const client = await connectClient({ authorization: `Bearer ${token}` });
    client.send({ type: 'subscribe', id: 's', account: '_' });
    expect(await client.next('subscribed')).toEqual({ type: 'subscribed', id: 's' });
  });

  it('ends with the session, at once', async () => {
    const { body } = await call(api, 'POST /v1/auth/login', { body: ADMIN });
    const client = await connectClient({ authorization: `Bearer ${body.access_token}` });
    await client.next('authenticated');
    await call(api, 'POST /v1/auth/logout', { token: String(body.access_token) });
    expect(await client.closeCode()).toBe(4401);
  });
});

describe('subscriptions', () => {
  it('to all agents bring the readings of all, with the names', async () => {
    const client = await subscribed({ agents: 'all' });
    publish(press, 'temp', 20.5);
    publish(pump, 'on', true);
    await client.next('readings', (message) => message.readings.some((reading) => reading.metric === 'on'));
    const readings = client.messages.flatMap((message) => (message.type === 'readings' ? message.readings : []));
    expect(readings).toEqual([
      { agent: 'press', agent_id: press, device: 'plc', metric: 'temp', unit: null, time: 1_000, value: 20.5 },
      { agent: 'pump', agent_id: pump, device: 'plc', metric: 'on', unit: null, time: 1_000, value: true },
    ]);
  });

  it('to some agents and series bring nothing else', async () => {
    const client = await subscribed({
      agents: ['press'],
      series: [{ agent: pump, device: 'plc', metric: 'flow' }],
    });
    publish(pump, 'other', 1);
    publish(pump, 'flow', 2, 'another device');
    publish(press, 'temp', 3);
    publish(pump, 'flow', 4);
    await client.next('readings', (message) => message.readings.some((reading) => reading.value === 4));
    const readings = client.messages.flatMap((message) => (message.type === 'readings' ? message.readings : []));
    expect(readings.map((reading) => reading.value)).toEqual([3, 4]);
  });

  it('tell the other roles what is wanted', async () => {
    expect(api.role.live.wants(account, press)).toBe(false);
    let changes = 0;
    const stop = api.role.live.onInterestChange(() => {
      changes += 1;
    });
    const client = await subscribed({ agents: ['press'] });
    expect(api.role.live.wants(account, press)).toBe(true);
    expect(api.role.live.wants(account, pump)).toBe(false);
    expect(api.role.live.interest()).toEqual({ watched: [account], accounts: [], agents: [press] });
    client.send({ type: 'unsubscribe', id: 's' });
    await client.next('unsubscribed');
    expect(api.role.live.wants(account, press)).toBe(false);
    expect(changes).toBe(2);
    stop();
  });

  it('end with the connection', async () => {
    const client = await subscribed({ agents: 'all' });
    client.close();
    await waitFor(() => !api.role.live.wants(account, press), { what: 'the subscription to end' });
  });

  it('bring presence and rates of the account', async () => {
    const client = await subscribed({ agents: ['press'] });
    const counts = {
      messagesStored: 1,
      messagesDuplicate: 0,
      messagesRejected: 2,
      readingsStored: 30,
      readingsRejected: 0,
    };
    api.role.live.publish({ type: 'presence', account, agent: press, online: true, at: 5 });
    api.role.live.publish({ type: 'received', account, agent: pump, messages: 7 });
    api.role.live.publish({ type: 'committed', account, agent: pump, counts });
    api.clock.advance(1_000);
    expect(await client.next('presence')).toEqual({
      type: 'presence',
      id: 's',
      agent: 'press',
      agent_id: press,
      online: true,
      at: 5,
    });
    expect(await client.next('rates')).toEqual({
      type: 'rates',
      id: 's',
      agents_online: 0,
      messages_received: 7,
      messages_rejected: 2,
      readings_stored: 30,
    });
  });

  it('tell that the account is near a limit, or at it', async () => {
    const client = await subscribed({});
    api.role.live.publish({ type: 'limit', account, limit: 'bytes_per_day', level: 'near', at: 5 });
    expect(await client.next('limit')).toEqual({
      type: 'limit',
      id: 's',
      limit: 'bytes_per_day',
      level: 'near',
      at: 5,
    });
  });

  it.each([
    [{ account: 'nobody' }, 'not-found'],
    [{ agents: ['unknown'] }, 'not-found'],
    [{ series: [{ agent: 'unknown', device: 'd', metric: 'm' }] }, 'not-found'],
  ])('to %j are refused', async (about, code) => {
    const client = await signedIn();
    client.send({ type: 'subscribe', id: 'x', account: 'demo', ...about });
    expect(await client.next('error')).toMatchObject({ id: 'x', code });
  });

  it('are limited in number', async () => {
    const client = await signedIn();
    for (const id of ['1', '2', '3', '4', '1']) client.send({ type: 'subscribe', id, account: 'demo' });
    expect(await client.next('error')).toMatchObject({ id: '4', code: 'limit-reached' });
    await waitFor(() => client.messages.filter((message) => message.type === 'subscribed').length === 4);
  });
});

describe('the connection', () => {
  it('says what it does not understand', async () => {
    const client = await signedIn();
    client.socket.send('{');
    expect(await client.next('error')).toMatchObject({ code: 'bad-request' });
    client.send({ type: 'shout' });
    expect(await client.next('error', (error) => error.code === 'invalid-input')).toBeDefined();
  });

  it('is refused to pages of other sites', async () => {
    const client = new LiveClient(url, { origin: 'https://evil.example' });
    clients.push(client);
    const [error] = (await once(client.socket, 'error')) as [Error];
    expect(error.message).toContain('403');
    await connectClient({ origin: url });
    await connectClient({ origin: 'https://console.example' });
  });

  it('is closed when a message is too large, or there are too many', async () => {
    const large = await signedIn();
    large.socket.send('x'.repeat(5_000));
    expect(await large.closeCode()).toBe(1009);
    const flood = await signedIn();
    for (let i = 0; i < 60; i++) flood.send({ type: 'unsubscribe', id: 'x' });
    expect(await flood.closeCode()).toBe(4429);
  });

  it('is one of a limited number', async () => {
    for (let i = 0; i < 6; i++) await connectClient();
    expect(await (await connectClient()).closeCode()).toBe(1013);
  });

  it('that was cut off in the middle of the upgrade harms nobody', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /v1/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.resetAndDestroy();
    await signedIn();
  });

  it('is WebSocket only', async () => {
    expect(await call(api, 'GET /v1/live')).toMatchObject({ status: 400, body: { code: 'bad-request' } });
  });
});
