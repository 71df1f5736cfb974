import type { ApiRole } from '@hawser/api';
import type { BrokerRole } from '@hawser/broker';
import type { AgentCredentials, SetupResult } from '@hawser/contracts/http';
import type { UserId } from '@hawser/core';
import { Lifecycle } from '@hawser/platform';
import { createCredentialRepository, type Invalidations } from '@hawser/storage';
import { createPostgresDatabase } from '@hawser/storage/postgres';
import { type TestDatabase, testDatabase, waitFor } from '@hawser/testkit';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, closeOf, openApi, openBroker, SETUP_TOKEN } from './testing/roles-of-processes.ts';
import { throughPostgres, throughRedis, type Wire } from './testing/wires.ts';

/*
 * Two API roles and a broker on one PostgreSQL, each with connections of its own, as they have in processes of their own.
 */

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
    ({ broker, mqttUrl } = await openBroker(third));
    const setUp = { token: SETUP_TOKEN, email: 'admin@localhost', password: 'seven green ferries', account: 'demo' };
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
    return { database, invalidations, lifecycle };
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
