import { createHash } from 'node:crypto';
import { createAdminListener, createMosquittoAuth, type MosquittoAuth, type Readiness } from '@hawser/api/admin';
import { systemClock } from '@hawser/core';
import type { Lifecycle, Logger, Metrics } from '@hawser/platform';
import {
  type AccountPolicies,
  createAccountHolds,
  createCredentialRepository,
  type Database,
  type Invalidations,
} from '@hawser/storage';
import type { UpSettings } from '../up/settings.ts';
import { VERSION } from '../version.ts';
import { openAgentDenials } from './agent-denials.ts';

const SECOND_MS = 1_000;
const DENY_CACHE_MS = 5_000;
/** A fleet of 20,000 agents that comes back asks twice for each. */
const CALLBACKS_PER_MINUTE = 100_000;

interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly readiness: () => Promise<Readiness>;
  /** The text that Prometheus reads, of all threads. */
  readonly metricsText: () => Promise<string>;
  readonly metrics: Metrics;
  /** One line about what keeps the readings. */
  readonly engine: string;
  readonly mosquittoAuth: MosquittoAuth | null;
  readonly lifecycle: Lifecycle;
}

/** Opens the listener of probes, metrics and broker callbacks. @returns its address */
export async function openServiceListener(options: ListenerOptions): Promise<string> {
  const { host, port, readiness, metricsText, metrics, engine, mosquittoAuth, lifecycle } = options;
  const listener = createAdminListener(
    { host, port },
    {
      readiness,
      version: VERSION,
      engine,
      metrics: { contentType: metrics.contentType, metrics: metricsText },
      ...(mosquittoAuth === null ? {} : { mosquittoAuth }),
    },
  );
  const { url } = await listener.start();
  lifecycle.onStop('admin listener', () => listener.stop());
  return url;
}

/** Answers a foreign broker that asks who may do what; null when nobody is allowed to ask. */
export function createCallbacks(
  settings: UpSettings,
  deps: {
    readonly database: Database;
    readonly invalidations: Invalidations;
    readonly policies: AccountPolicies;
    readonly log: Logger;
    readonly metrics: Metrics;
    readonly lifecycle: Lifecycle;
  },
): MosquittoAuth | null {
  const { internalAuthToken, mqttAuthNetworks, mqttBrokerUsername, mqttBrokerPassword } = settings;
  if (internalAuthToken === '' && mqttAuthNetworks.length === 0) return null;
  const { database, invalidations, policies, log, metrics } = deps;
  const passwordHash = createHash('sha256').update(mqttBrokerPassword).digest();
  const auth = createMosquittoAuth(
    {
      token: internalAuthToken === '' ? null : internalAuthToken,
      allowedNetworks: mqttAuthNetworks,
      requestsPerMinute: CALLBACKS_PER_MINUTE,
      cacheTtlMs: settings.mqttAuthCacheSeconds * SECOND_MS,
      denyCacheTtlMs: DENY_CACHE_MS,
      bridge:
        mqttBrokerUsername === '' || mqttBrokerPassword === ''
          ? null
          : { username: mqttBrokerUsername, passwordHash, shareGroup: 'hawser-bridge' },
    },
    {
      credentials: createCredentialRepository(database),
      holds: createAccountHolds(database),
      policies,
      denials: openAgentDenials(deps),
      log,
      metrics,
      clock: systemClock,
    },
  );
  invalidations.subscribe((event) => {
    if (event.type === 'agent-changed') auth.forgetAgent(event.agent);
    if (event.type === 'everything') auth.forgetAllAgents();
  });
  return auth;
}
