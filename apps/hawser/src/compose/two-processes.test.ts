import { once } from 'node:events';
import { connect } from 'node:net';
import { type ApiRole, createApiRole } from '@hawser/api';
import { type BrokerRole, createBrokerRole } from '@hawser/broker';
import type { AgentCredentials, SetupResult } from '@hawser/contracts/http';
import { DEFAULT_LIMITS, systemClock, type UserId } from '@hawser/core';
import { MemoryQueue } from '@hawser/intake/testing';
import { createMetrics, Lifecycle, silentLogger } from '@hawser/platform';
import {
  createAccountPolicies,
  createAccountUsageRepository,
  createCredentialRepository,
  createIntakeLedger,
  createLimitCrossings,
  createPresenceRepository,
  type Database,
  type Invalidations,
} from '@hawser/storage';
import { createPostgresDatabase } from '@hawser/storage/postgres';
import { type RedisServer, startRedis, type TestDatabase, testDatabase, waitFor } from '@hawser/testkit';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followAgents } from './follow-agents.ts';
import { openInvalidations } from './invalidations.ts';
import { connectBus } from './live.ts';

/*
 * Two API roles and a broker on one PostgreSQL, each with connections of its own, as they have in processes of their own.
 * The clock of the API stands still, so that nothing can be forgotten because it has become too old.
 */

const TOKEN = 'the-token-of-the-set-up-link';
const log = silentLogger();

/** How processes hear of each other, and how a test makes them deaf for a moment. */
interface Wire {
  open(process: Process): Invalidations;
  breakConnections(): Promise<unknown>;
  close(): Promise<void>;
}

interface Process {
  readonly database: Database;
  readonly url: string;
  readonly lifecycle: Lifecycle;
}

async function throughPostgres(): Promise<Wire> {
  const databases: Database[] = [];
  return {
    open({ database, url, lifecycle }) {
      databases.push(database);
      return openInvalidations({ bus: null, databaseUrl: url, database, log, lifecycle });
    },
    async breakConnections() {
      const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'hawser changes'`;
      await databases[0]?.query(end);
    },
    close: async () => undefined,
  };
}

async function throughRedis(): Promise<Wire> {
  const server: RedisServer = await startRedis();
  return {
    open({ database, url, lifecycle }) {
      const clients = connectBus({ redis: { url: server.url }, log, lifecycle });
      const bus = { clients, tenantId: 'tenant' };
      return openInvalidations({ bus, databaseUrl: url, database, log, lifecycle });
    },
    async breakConnections() {
      const socket = connect(server.port, '127.0.0.1');
      socket.write('CLIENT KILL TYPE pubsub\r\n');
      await once(socket, 'data');
      socket.destroy();
    },
    close: () => server.stop(),
  };
}

describe.each([
  ['PostgreSQL', throughPostgres],
  ['Redis', throughRedis],
])('processes that hear of changes through %s', (_name, openWire) => {
  let shared: TestDatabase;
  let wire: Wire;
  let here: ApiRole;
  let there: ApiRole;
  let hereInvalidations: Invalidations;
  let broker: BrokerRole;
  let mqttUrl: string;
  const lifecycle = new Lifecycle();

  beforeAll(async () => {
    shared = await testDatabase();
    wire = await openWire();
    const first = openProcess();
    hereInvalidations = first.invalidations;
    here = await openApi(first);
    there = await openApi(openProcess());
    const third = openProcess();
    broker = await openBroker(third);
    const setUp = { token: TOKEN, email: 'admin@localhost', password: 'seven green ferries', account: 'demo' };
    expect((await ask(here, 'POST /v1/setup', null, setUp)).status).toBe(201);
    // Each process says when it listens, by forgetting everything.
    await waitFor(() => heard.size === 3);
  });
  afterAll(async () => {
    await lifecycle.stop();
    await wire.close();
    await shared.close();
  });

  const heard = new Set<Invalidations>();

  function openProcess() {
    const database = createPostgresDatabase({ url: shared.url, poolSize: 3, statementTimeoutMs: 60_000 });
    lifecycle.onStop('database', () => database.close());
    const invalidations = wire.open({ database, url: shared.url, lifecycle });
    invalidations.subscribe(({ type }) => {
      if (type === 'everything') heard.add(invalidations);
    });
    return { database, invalidations };
  }

  async function openApi({ database, invalidations }: ReturnType<typeof openProcess>): Promise<ApiRole> {
    const queue = new MemoryQueue();
    const api = await createApiRole(
      {
        host: '127.0.0.1',
        port: 0,
        publicMqttUrl: 'mqtt://localhost:1883',
        dashboardDir: null,
        corsOrigins: [],
        jwtAccessExpirySeconds: 900,
        allowAgentsInRoot: false,
        jwtRefreshExpirySeconds: 604_800,
        version: '0.0.0-test',
        trustProxy: false,
      },
      {
        db: database,
        queue: 'queue',
        appender: Object.assign(queue, { saturated: false }),
        reader: queue,
        invalidations,
        licence: () => ({ key: '', publicKey: '' }),
        setup: { expected: async () => true, take: async (token) => token === TOKEN },
        log,
        metrics: createMetrics(),
        clock: () => FROZEN,
        readiness: async () => ({ ready: true, checks: {} }),
      },
    );
    lifecycle.onStop('api', () => api.stop());
    return api;
  }

  async function openBroker({ database, invalidations }: ReturnType<typeof openProcess>): Promise<BrokerRole> {
    const queue = new MemoryQueue();
    const credentials = createCredentialRepository(database);
    const role = createBrokerRole(
      {
        host: '127.0.0.1',
        mqttPort: 0,
        wsPort: 0,
        brokerId: 'broker',
        limits: DEFAULT_LIMITS,
        authCacheTtlMs: 3_600_000,
        denyCacheTtlMs: 5_000,
        leaseMs: 30_000,
      },
      {
        appender: queue,
        reader: queue,
        credentials,
        presence: createPresenceRepository(database),
        intakeLedger: createIntakeLedger(database, { queue: 'queue' }),
        live: { wants: () => false, publish: () => undefined },
        policies: createAccountPolicies({ db: database, clock: systemClock, onError: () => undefined }),
        usage: createAccountUsageRepository(database),
        crossings: createLimitCrossings(database),
        log,
        metrics: createMetrics(),
        clock: systemClock,
      },
    );
    const { mqttPort } = await role.start();
    mqttUrl = `mqtt://127.0.0.1:${mqttPort}`;
    lifecycle.onStop('broker', () => role.stop());
    lifecycle.onStop('changes', followAgents({ role, credentials, invalidations, log }));
    return role;
  }

  /** Signs in, and lets both processes remember the session. */
  async function signIn(): Promise<string> {
    const credentials = { email: 'admin@localhost', password: 'seven green ferries' };
    const { body } = await ask<SetupResult>(here, 'POST /v1/auth/login', null, credentials);
    for (const api of [here, there]) expect((await ask(api, 'GET /v1/me', body.access_token)).status).toBe(200);
    return body.access_token;
  }

  const isRefused = async (token: string) => (await ask(there, 'GET /v1/me', token)).status === 401;

  async function connectAgent(name: string, token: string): Promise<{ agent: AgentCredentials; client: MqttClient }> {
    const { body: agent } = await ask<AgentCredentials>(here, 'POST /v1/demo/agents', token, { name });
    const client = await mqtt.connectAsync(mqttUrl, optionsOf(agent));
    return { agent, client };
  }

  const optionsOf = ({ mqtt: { client_id: clientId, username, password } }: AgentCredentials) => ({
    clientId,
    username,
    password,
    reconnectPeriod: 0,
  });

  it('refuses a session that was signed out in another process', async () => {
    const [token, other] = [await signIn(), await signIn()];
    expect((await ask(here, 'POST /v1/auth/logout', token)).status).toBe(204);
    await waitFor(() => isRefused(token));
    expect(await isRefused(other)).toBe(false);
  });

  it('refuses the sessions of a user that was disabled in another process', async () => {
    const token = await signIn();
    const [user] = await shared.database.query<{ id: UserId }>('UPDATE users SET disabled = true RETURNING id');
    expect(await isRefused(token)).toBe(false);
    await hereInvalidations.publish({ type: 'user-changed', user: user!.id });
    await waitFor(() => isRefused(token));
    await shared.database.query('UPDATE users SET disabled = false');
  });

  it('ends the session of an agent that was disabled in another process, and lets it in no more', async () => {
    const token = await signIn();
    const { agent, client } = await connectAgent('pump', token);
    const { client: neighbour } = await connectAgent('neighbour', token);
    const closed = closeOf(client);
    const change = await ask(here, 'PATCH /v1/demo/agents/pump', token, { disabled: true });
    expect(change.status).toBe(200);
    await closed;
    await expect(mqtt.connectAsync(mqttUrl, optionsOf(agent))).rejects.toThrow('Not authorized');
    expect(neighbour.connected).toBe(true);
    await neighbour.endAsync();
  });

  it('makes up for what it missed while it could not hear', async () => {
    const token = await signIn();
    const { agent, client } = await connectAgent('missed', token);
    const { client: rekeyed } = await connectAgent('rekeyed', token);
    const { client: neighbour } = await connectAgent('untouched', token);
    // As a process does whose message is lost.
    await shared.database.query(`UPDATE agents SET disabled = true WHERE name = 'missed'`);
    const id = (await ask<{ id: string }>(here, 'GET /v1/demo/agents/rekeyed', token)).body.id as never;
    const passwordHash = new Uint8Array(32);
    await createCredentialRepository(shared.database).issue({ agentId: id, username: 'new', passwordHash });
    await shared.database.query('UPDATE sessions SET ended_at = now()');
    expect([await isRefused(token), client.connected, rekeyed.connected]).toEqual([false, true, true]);
    const closed = Promise.all([closeOf(client), closeOf(rekeyed)]);
    await wire.breakConnections();
    await waitFor(() => isRefused(token));
    await closed;
    await expect(mqtt.connectAsync(mqttUrl, optionsOf(agent))).rejects.toThrow('Not authorized');
    expect(neighbour.connected).toBe(true);
    await neighbour.endAsync();
    await waitFor(() => broker.stats().sessions === 0);
  });
});

const FROZEN = Date.now();

function closeOf(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once('close', () => resolve()));
}

async function ask<Body = Record<string, unknown>>(
  api: ApiRole,
  request: `${'GET' | 'POST' | 'PATCH'} ${string}`,
  token: string | null,
  payload?: object,
): Promise<{ status: number; body: Body }> {
  const [method, url] = request.split(' ') as ['GET' | 'POST' | 'PATCH', string];
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const answer = await api.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: answer.payload === '' ? ({} as Body) : answer.json<Body>() };
}
