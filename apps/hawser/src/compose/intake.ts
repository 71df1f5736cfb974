import { hostname } from 'node:os';
import { type BridgeTls, createBridgeRole } from '@hawser/bridge';
import { createBrokerRole } from '@hawser/broker';
import type { LiveSink } from '@hawser/contracts/streams';
import { type AgentId, systemClock } from '@hawser/core';
import type { Lifecycle, Logger, Metrics } from '@hawser/platform';
import {
  type AccountPolicies,
  createAccountUsageRepository,
  createCredentialRepository,
  createIntakeLedger,
  createPresenceRepository,
  createStatusRepository,
  createTopicOwnerRepository,
  type Database,
} from '@hawser/storage';
import type { UpSettings } from '../up/settings.ts';
import { telemetryLimits } from './limits.ts';
import type { OpenQueue } from './queue.ts';

const PRESENCE_LEASE_MS = 30_000;
const DENY_CACHE_MS = 5_000;
const SECOND_MS = 1_000;
const BUILT_IN_BROKER = 'embedded';

/** The way in that this process has. */
export interface RunningIntake {
  /** Addresses of the built-in broker; null behind a foreign one. */
  readonly mqttUrl: string | null;
  readonly mqttWsUrl: string | null;
  /** Agents connected, as far as this process knows. */
  agentsOnline(): number;
  checks(): Readonly<Record<string, boolean>>;
  disconnectAgent(agent: AgentId): void;
  forgetAgent(agent: AgentId): void;
}

interface IntakeOptions {
  readonly settings: UpSettings;
  readonly database: Database;
  readonly queue: OpenQueue;
  readonly live: LiveSink;
  readonly policies: AccountPolicies;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
}

/** Starts the built-in broker, or the bridge to a foreign one when the settings name one. */
export function startIntake(options: IntakeOptions): Promise<RunningIntake> {
  return options.settings.mqttBrokerUrl === '' ? startBroker(options) : startBridge(options);
}

/** What both ways in do with a message. */
function commonDeps({ database, queue, live, policies, log, metrics }: IntakeOptions) {
  if (queue.intake === null) throw new Error('The queue was opened without a way in');
  const { appender, reader, ledgerName, isReadLate } = queue.intake;
  return {
    appender,
    reader,
    presence: createPresenceRepository(database),
    intakeLedger: createIntakeLedger(database, { queue: ledgerName }),
    countsReadBack: isReadLate,
    usage: createAccountUsageRepository(database),
    live,
    policies,
    log,
    metrics,
    clock: systemClock,
  };
}

async function startBroker(options: IntakeOptions): Promise<RunningIntake> {
  const { settings, database, lifecycle } = options;
  const role = createBrokerRole(
    {
      host: settings.host,
      mqttPort: settings.mqttPort,
      wsPort: settings.mqttWsPort,
      brokerId: BUILT_IN_BROKER,
      limits: telemetryLimits(settings),
      authCacheTtlMs: settings.mqttAuthCacheSeconds * SECOND_MS,
      denyCacheTtlMs: DENY_CACHE_MS,
      leaseMs: PRESENCE_LEASE_MS,
      intakeProcesses: settings.intakeProcesses,
    },
    { ...commonDeps(options), credentials: createCredentialRepository(database) },
  );
  const { mqttPort, wsPort } = await role.start();
  lifecycle.onStop('broker', () => role.stop(), 20_000);
  const host = urlHost(settings.host);
  return {
    mqttUrl: `mqtt://${host}:${mqttPort}`,
    mqttWsUrl: `ws://${host}:${wsPort}`,
    agentsOnline: () => role.stats().sessions,
    checks: () => ({}),
    disconnectAgent: (agent) => role.disconnectAgent(agent),
    forgetAgent: (agent) => role.forgetAgent(agent),
  };
}

async function startBridge(options: IntakeOptions): Promise<RunningIntake> {
  const { settings, database, lifecycle } = options;
  const role = createBridgeRole(
    {
      url: settings.mqttBrokerUrl,
      name: settings.bridgeName === '' ? `hawser-${hostname()}` : settings.bridgeName,
      broker: new URL(settings.mqttBrokerUrl).host,
      ...(settings.mqttBrokerUsername === '' ? {} : { username: settings.mqttBrokerUsername }),
      ...(settings.mqttBrokerPassword === '' ? {} : { password: settings.mqttBrokerPassword }),
      tls: bridgeTls(settings),
      leaseMs: PRESENCE_LEASE_MS,
      bounds: { connections: settings.bridgeConnections },
    },
    {
      ...commonDeps(options),
      owners: createTopicOwnerRepository(database),
      statuses: createStatusRepository(database),
    },
  );
  role.start();
  lifecycle.onStop('bridge', () => role.stop(), 20_000);
  return {
    mqttUrl: null,
    mqttWsUrl: null,
    // Who is connected, the foreign broker knows; the database follows it for all of them.
    agentsOnline: () => 0,
    checks: () => ({ mqtt_broker: role.readiness().broker }),
    // A foreign broker is not told to end a session: it asks again when its own cache has run out.
    disconnectAgent: () => undefined,
    forgetAgent: () => undefined,
  };
}

function bridgeTls({ mqttBrokerCa, mqttBrokerCert, mqttBrokerKey }: UpSettings): BridgeTls {
  return {
    ...(mqttBrokerCa === '' ? {} : { ca: mqttBrokerCa }),
    ...(mqttBrokerCert === '' ? {} : { cert: mqttBrokerCert }),
    ...(mqttBrokerKey === '' ? {} : { key: mqttBrokerKey }),
  };
}

/** A wildcard address is no address to connect to. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
