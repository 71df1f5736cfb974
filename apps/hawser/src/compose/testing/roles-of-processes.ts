import { type ApiRole, createApiRole } from '@hawser/api';
import { type BrokerRole, createBrokerRole } from '@hawser/broker';
import { DEFAULT_LIMITS, systemClock } from '@hawser/core';
import { MemoryDenials, MemoryQueue } from '@hawser/intake/testing';
import { createMetrics, type Lifecycle, silentLogger } from '@hawser/platform';
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
import type { MqttClient } from 'mqtt';
import { followAgents } from '../follow-agents.ts';

export const SETUP_TOKEN = 'the-token-of-the-set-up-link';
const log = silentLogger();
/** The clock of the API stands still, so that nothing can be forgotten because it has become too old. */
const FROZEN = Date.now();

/** What a role has to itself, as it has in a process of its own. */
export interface RunningProcess {
  readonly database: Database;
  readonly invalidations: Invalidations;
  readonly lifecycle: Lifecycle;
}

export async function openApi({ database, invalidations, lifecycle }: RunningProcess): Promise<ApiRole> {
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
      setup: { expected: async () => true, take: async (token) => token === SETUP_TOKEN },
      log,
      metrics: createMetrics(),
      clock: () => FROZEN,
      readiness: async () => ({ ready: true, checks: {} }),
    },
  );
  lifecycle.onStop('api', () => api.stop());
  return api;
}

/** A broker, and its address. */
export async function openBroker({
  database,
  invalidations,
  lifecycle,
}: RunningProcess): Promise<{ broker: BrokerRole; mqttUrl: string }> {
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
      denials: new MemoryDenials(),
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
  lifecycle.onStop('broker', () => role.stop());
  lifecycle.onStop('changes', followAgents({ role, credentials, invalidations, log }));
  return { broker: role, mqttUrl: `mqtt://127.0.0.1:${mqttPort}` };
}

/** Resolves when a client's connection has ended. */
export function closeOf(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once('close', () => resolve()));
}

/** Sends a request to an API without a socket. */
export async function ask<Body = Record<string, unknown>>(
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
