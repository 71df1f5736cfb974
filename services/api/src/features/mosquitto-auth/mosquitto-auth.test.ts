import { dialects } from '@hawser/dialects';
import {
  MemoryCredentials,
  MemoryDenials,
  MemoryPolicies,
  makeAgent,
  sha256,
  type TestAgent,
} from '@hawser/intake/testing';
import { createMetrics, silentLogger } from '@hawser/platform';
import { createFakeClock } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdminListener, createAdminListener } from '../../admin/admin-listener.ts';
import { buildApi } from '../../app.ts';
import { documentationContext } from '../../openapi/documentation-context.ts';
import type { MosquittoAuthConfig } from './config.ts';
import { createMosquittoAuth, type MosquittoAuth } from './mosquitto-auth.ts';

const TOKEN = 'the-internal-token';
const BRIDGE = { username: 'hawser-bridge', password: 'the secret of the bridge' };
const [READ, WRITE, READ_WRITE, SUBSCRIBE] = [1, 2, 3, 4];

const clock = createFakeClock();
let credentials: MemoryCredentials;
let auth: MosquittoAuth;
let listener: AdminListener;
let policies: MemoryPolicies;
let denials: MemoryDenials;
let agent: TestAgent;
let heldUntil: number | null;
const holds = { heldUntil: async () => heldUntil };

beforeEach(async () => {
  credentials = new MemoryCredentials();
  policies = new MemoryPolicies();
  denials = new MemoryDenials();
  heldUntil = null;
  agent = makeAgent('gateway-1');
  credentials.add(agent);
  await listen({});
});
afterEach(() => listener.stop());

async function listen(config: Partial<MosquittoAuthConfig>): Promise<void> {
  const metrics = createMetrics();
  const shared = { log: silentLogger(), metrics, clock };
  auth = createMosquittoAuth(
    {
      token: TOKEN,
      allowedNetworks: [],
      requestsPerMinute: 100_000,
      cacheTtlMs: 300_000,
      denyCacheTtlMs: 5_000,
      bridge: { username: BRIDGE.username, passwordHash: sha256(BRIDGE.password), shareGroup: 'hawser-bridge' },
      ...config,
    },
    { credentials, policies, holds, denials, ...shared },
  );
  const readiness = async () => ({ ready: true, checks: {} });
  const deps = { readiness, metrics, version: '0.0.0-test', mosquittoAuth: auth };
  listener = createAdminListener({ host: '127.0.0.1', port: 0 }, deps);
  await listener.start();
}

type Fields = Record<string, string | number>;

async function ask(callback: string, fields: Fields, headers: Record<string, string> = bearer(TOKEN)): Promise<number> {
  const answer = await listener.app.inject({
    method: 'POST',
    url: `/mosquitto-auth/${callback}`,
    headers,
    payload: fields,
  });
  return answer.statusCode;
}

async function askByForm(callback: string, fields: Fields): Promise<number> {
  const payload = Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const headers = { ...bearer(TOKEN), 'content-type': 'application/x-www-form-urlencoded' };
  const url = `/mosquitto-auth/${callback}`;
  return (await listener.app.inject({ method: 'POST', url, headers, payload })).statusCode;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const signIn = (who = agent, change: Fields = {}): Fields => ({
  username: who.username,
  password: who.password,
  clientid: who.id,
  ...change,
});
const wants = (topic: string, acc: number, change: Fields = {}): Fields => ({
  username: agent.username,
  clientid: agent.id,
  topic,
  acc,
  ...change,
});
const bridgeWants = (topic: string, acc: number) =>
  ask('acl', { username: BRIDGE.username, clientid: 'hawser-bridge-0', topic, acc });

describe.each([
  ['JSON', ask],
  ['a form', askByForm],
] as const)('asked with %s', (_name, send) => {
  it('lets an agent in with its password and its id', async () => {
    expect(await send('user', signIn())).toBe(200);
    expect(await send('user', signIn(agent, { clientid: agent.id.toUpperCase() }))).toBe(200);
  });

  it('denies everybody else', async () => {
    expect(await send('user', signIn(agent, { password: 'wrong' }))).toBe(403);
    expect(await send('user', signIn(agent, { clientid: 'other' }))).toBe(403);
    expect(await send('user', signIn(agent, { clientid: '' }))).toBe(403);
    expect(await send('user', signIn(makeAgent('nobody')))).toBe(403);
    expect(await send('user', { username: '', password: '', clientid: agent.id })).toBe(403);
    expect(await send('user', {})).toBe(403);
  });

  it('turns an agent away while its account is held, and lets it in afterwards', async () => {
    heldUntil = clock() + 1_000;
    expect(await send('user', signIn())).toBe(403);
    expect(await send('acl', wants('hawser/acme/gateway-1/telemetry', WRITE))).toBe(200);
    heldUntil = null;
    expect(await send('user', signIn())).toBe(200);
  });

  it('lets an agent publish and subscribe in its own tree only', async () => {
    expect(await send('acl', wants('hawser/acme/gateway-1/telemetry', WRITE))).toBe(200);
    expect(await send('acl', wants('hawser/acme/gateway-2/telemetry', WRITE))).toBe(403);
    expect(await send('acl', wants(`hawser/acme/${agent.id}/#`, SUBSCRIBE))).toBe(200);
    expect(await send('acl', wants('hawser/acme/gateway-2/#', SUBSCRIBE))).toBe(403);
  });
});

describe('every topic class', () => {
  const ups = dialects.flatMap(({ topicClasses }) => topicClasses);

  it.each(ups)('$filter may be published by its agent and by nobody else', async ({ filter }) => {
    const topicOf = (account: string, name: string) => filter.replace('+', account).replace('+', name);
    expect(await ask('acl', wants(topicOf('acme', 'gateway-1'), WRITE))).toBe(200);
    expect(await ask('acl', wants(topicOf('acme', agent.id), WRITE))).toBe(200);
    for (const [account, name] of [
      ['acme', 'gateway-2'],
      ['other', 'gateway-1'],
      ['+', 'gateway-1'],
      ['acme', '+'],
    ] as const) {
      for (const acc of [READ, WRITE, READ_WRITE, SUBSCRIBE]) {
        expect([account, name, acc, await ask('acl', wants(topicOf(account, name), acc))]).toEqual([
          account,
          name,
          acc,
          403,
        ]);
      }
    }
  });

  it.each(ups)('$filter may be read by the bridge, which may write nothing', async ({ filter }) => {
    const topic = filter.replaceAll('+', 'acme');
    expect(await bridgeWants(topic, READ)).toBe(200);
    expect(await bridgeWants(topic, WRITE)).toBe(403);
    expect(await bridgeWants(topic, READ_WRITE)).toBe(403);
  });

  it.each(['#', '$SYS/#', '$SYS/broker/load', '+/#', 'hawser/#', 'hawser/+/+/telemetry', 'hawser/acme/#', 'other', ''])(
    '%j is nobody’s, for any access',
    async (topic) => {
      for (const acc of [READ, WRITE, READ_WRITE, SUBSCRIBE]) expect(await ask('acl', wants(topic, acc))).toBe(403);
    },
  );

  it.each([0, 5, -1, 8, 'read', ''])('access %j is unknown, and denied', async (acc) => {
    expect(await ask('acl', wants('hawser/acme/gateway-1/telemetry', acc as number))).toBe(403);
  });

  it('is denied under a client id that is not the agent’s', async () => {
    expect(await ask('acl', wants('hawser/acme/gateway-1/telemetry', WRITE, { clientid: 'other' }))).toBe(403);
  });
});

describe('the bridge', () => {
  it('signs in with its own credential', async () => {
    expect(await ask('user', { ...BRIDGE, clientid: 'bridge-0' })).toBe(200);
    expect(await ask('user', { ...BRIDGE, password: 'wrong', clientid: 'bridge-0' })).toBe(403);
  });

  it('subscribes to the shares and the statuses that it needs', async () => {
    for (const filter of ['$share/hawser-bridge/hawser/+/+/#', 'hawser/+/+/status']) {
      expect(await bridgeWants(filter, SUBSCRIBE)).toBe(200);
    }
  });

  it.each(['#', '$SYS/#', 'hawser/+/+/#', 'hawser/#', '$share/other/hawser/+/+/#', '$share/hawser-bridge/#'])(
    'does not subscribe to %s',
    async (filter) => {
      expect(await bridgeWants(filter, SUBSCRIBE)).toBe(403);
    },
  );

  it('is nobody when none is configured', async () => {
    await listener.stop();
    await listen({ bridge: null });
    expect(await ask('user', { ...BRIDGE, clientid: 'bridge-0' })).toBe(403);
    expect(await bridgeWants('hawser/acme/gateway-1/telemetry', READ)).toBe(403);
  });
});

describe('a superuser', () => {
  it.each([BRIDGE.username, 'admin', 'root', ''])('%j is none', async (username) => {
    expect(await ask('superuser', { username })).toBe(403);
  });
});

describe('answers', () => {
  it('are remembered, and forgotten when the agent’s credentials change', async () => {
    await ask('user', signIn());
    await ask('acl', wants('hawser/acme/gateway-1/telemetry', WRITE));
    expect(credentials.lookups).toBe(1);
    credentials.add(agent, { disabled: true });
    auth.forgetAgent(agent.id);
    expect(await ask('user', signIn())).toBe(403);
    expect(await ask('acl', wants('hawser/acme/gateway-1/telemetry', WRITE))).toBe(403);
  });

  it('that deny are remembered for a few seconds only', async () => {
    credentials.add(agent, { revoked: true });
    expect(await ask('user', signIn())).toBe(403);
    credentials.add(agent);
    clock.advance(5_000);
    expect(await ask('user', signIn())).toBe(200);
  });

  it('are "ask again" while the database is away, and never a denial', async () => {
    credentials.error = new Error('connection lost');
    expect(await ask('user', signIn())).toBe(503);
    expect(await ask('acl', wants('hawser/acme/gateway-1/telemetry', WRITE))).toBe(503);
    credentials.error = null;
    expect(await ask('user', signIn())).toBe(200);
  });

  it('are "ask again" above the rate limit', async () => {
    await listener.stop();
    await listen({ requestsPerMinute: 2 });
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push(await ask('user', signIn()));
    expect(statuses).toEqual([200, 200, 503, 503]);
  });
});

describe('what an agent is denied', () => {
  it('is told to the audit, and what nobody knows is not', async () => {
    const topic = 'hawser/default/somebody-else/telemetry';
    await ask('user', { ...signIn(), password: 'wrong' });
    await ask('user', { ...signIn(), username: 'nobody' });
    await ask('acl', { ...signIn(), topic, acc: WRITE });
    await ask('acl', { ...signIn(), topic, acc: SUBSCRIBE });
    await ask('user', signIn());
    const told = denials.noted.map(({ agent: { id }, attempt, reason }) => [id, attempt, reason]);
    expect(told).toEqual([
      [agent.id, 'connect', 'bad-credentials'],
      [agent.id, 'publish', 'foreign-topic'],
      [agent.id, 'subscribe', 'foreign-topic'],
    ]);
  });
});

describe('a stranger', () => {
  it.each(['user', 'superuser', 'acl'])('gets no answer from %s', async (callback) => {
    for (const headers of [{}, bearer('wrong'), { authorization: TOKEN }]) {
      expect(await ask(callback, signIn(), headers as Record<string, string>)).toBe(401);
    }
  });

  it('is known by an allowed network as well', async () => {
    await listener.stop();
    await listen({ token: null, allowedNetworks: ['127.0.0.0/8', 'fd00::/8'] });
    expect(await ask('user', signIn(), {})).toBe(200);
    await listener.stop();
    await listen({ token: null, allowedNetworks: ['10.0.0.0/8'] });
    expect(await ask('user', signIn(), {})).toBe(401);
  });

  it('is everybody when neither is configured', async () => {
    await listener.stop();
    await listen({ token: null });
    expect(await ask('user', signIn(), bearer(''))).toBe(401);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', 'example.org/8', '::1/129', '10.0.0.0/'])('%s is no network', (network) => {
    const config = { token: null, allowedNetworks: [network], requestsPerMinute: 1, cacheTtlMs: 1, denyCacheTtlMs: 1 };
    const deps = { credentials, policies, holds, denials, log: silentLogger(), metrics: createMetrics(), clock };
    expect(() => createMosquittoAuth({ ...config, bridge: null }, deps)).toThrow('must be written like');
  });

  it('finds no callbacks on the public listener', async () => {
    const { app, routes } = await buildApi(documentationContext());
    expect(routes.length).toBeGreaterThan(30);
    expect(routes.filter(({ url }) => url.includes('mosquitto'))).toEqual([]);
    await app.close();
  });
});
