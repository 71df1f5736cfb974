import { hostname } from 'node:os';
import { join } from 'node:path';
import type { BridgeTls } from '@hawser/bridge';
import type { LiveSink } from '@hawser/contracts/streams';
import { systemClock } from '@hawser/core';
import type { Lifecycle, Logger, Metrics } from '@hawser/platform';
import { LaneLog } from '@hawser/queue/lanes';
import {
  type AccountPolicies,
  createAccountHolds,
  createAccountUsageRepository,
  createCredentialRepository,
  createIntakeLedger,
  createLimitCrossings,
  createPresenceRepository,
  createStatusRepository,
  createTopicOwnerRepository,
  type Database,
  type Invalidations,
} from '@hawser/storage';
import type { DataFolder } from '../up/data-folder.ts';
import type { UpSettings } from '../up/settings.ts';
import { openAgentDenials } from './agent-denials.ts';
import { reportDamage } from './embedded-queue.ts';
import { followAgents } from './follow-agents.ts';
import { telemetryLimits } from './limits.ts';
import type { OpenQueue } from './queue.ts';

const MEBIBYTE = 1024 * 1024;
/** Beside the journal, on the disk that was meant for it. */
const ASIDE_FOLDER = 'aside';
/** So many accounts can have as much set aside as they may before all are held back. */
const ASIDE_ACCOUNTS = 8;
const PRESENCE_LEASE_MS = 30_000;
const DENY_CACHE_MS = 5_000;
const SECOND_MS = 1_000;
const BUILT_IN_BROKER = 'embedded';

/** The way in that this process has. */
export interface RunningIntake {
  /** Addresses of the built-in broker; null behind a foreign one. */
  readonly mqttUrl: string | null;
  readonly mqttWsUrl: string | null;
  /** Agents connected to the built-in broker; null behind a foreign one, which alone knows. */
  readonly agentsOnline: (() => number) | null;
  checks(): Readonly<Record<string, boolean>>;
}

interface IntakeOptions {
  readonly settings: UpSettings;
  readonly folder: DataFolder | null;
  readonly database: Database;
  readonly queue: OpenQueue;
  readonly live: LiveSink;
  readonly invalidations: Invalidations;
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
    crossings: createLimitCrossings(database),
    live,
    policies,
    log,
    metrics,
    clock: systemClock,
  };
}

async function startBroker(options: IntakeOptions): Promise<RunningIntake> {
  const { settings, database, invalidations, lifecycle, log } = options;
  const { createBrokerRole } = await import('@hawser/broker');
  const credentials = createCredentialRepository(database);
  const role = createBrokerRole(
    {
      host: settings.host,
      mqttPort: settings.mqttPort,
      wsPort: settings.mqttWsPort,
      // Several processes with a broker of their own may share one database.
      brokerId: settings.databaseUrl === '' ? BUILT_IN_BROKER : bridgeName(settings),
      limits: telemetryLimits(settings),
      authCacheTtlMs: settings.mqttAuthCacheSeconds * SECOND_MS,
      denyCacheTtlMs: DENY_CACHE_MS,
      leaseMs: PRESENCE_LEASE_MS,
      intakeProcesses: settings.intakeProcesses,
    },
    { ...commonDeps(options), credentials, denials: openAgentDenials(options) },
  );
  const { mqttPort, wsPort } = await role.start();
  lifecycle.onStop('broker', () => role.stop(), 20_000);
  lifecycle.onStop('changes of agents', followAgents({ role, credentials, invalidations, log }));
  const host = urlHost(settings.host);
  return {
    mqttUrl: `mqtt://${host}:${mqttPort}`,
    mqttWsUrl: `ws://${host}:${wsPort}`,
    agentsOnline: () => role.stats().sessions,
    checks: () => ({}),
  };
}

async function startBridge(options: IntakeOptions): Promise<RunningIntake> {
  const { settings, database, lifecycle, log } = options;
  const { createBridgeRole } = await import('@hawser/bridge');
  const place = asidePlace(options);
  const role = createBridgeRole(
    {
      url: settings.mqttBrokerUrl,
      name: bridgeName(settings),
      broker: new URL(settings.mqttBrokerUrl).host,
      ...(settings.mqttBrokerUsername === '' ? {} : { username: settings.mqttBrokerUsername }),
      ...(settings.mqttBrokerPassword === '' ? {} : { password: settings.mqttBrokerPassword }),
      tls: bridgeTls(settings),
      leaseMs: PRESENCE_LEASE_MS,
      intakeProcesses: settings.intakeProcesses,
      bounds: {
        connections: settings.bridgeConnections,
        maxAsideBytesPerAccount: (settings.asideMaxMegabytes * MEBIBYTE) / ASIDE_ACCOUNTS,
      },
    },
    {
      ...commonDeps(options),
      openLanes: () => LaneLog.open(place, { onCorruption: reportDamage(log), log }),
      holds: createAccountHolds(database),
      owners: createTopicOwnerRepository(database),
      statuses: createStatusRepository(database),
    },
  );
  await role.start();
  lifecycle.onStop('bridge', () => role.stop(), 20_000);
  return {
    mqttUrl: null,
    mqttWsUrl: null,
    agentsOnline: null,
    checks: () => ({ mqtt_broker: role.readiness().broker }),
  };
}

function asidePlace({ settings, folder }: IntakeOptions) {
  const spool = settings.spoolPath === '' ? folder?.spool : settings.spoolPath;
  if (spool === undefined) throw new Error('A bridge needs a folder');
  const maxBytes = settings.asideMaxMegabytes * MEBIBYTE;
  return { dir: join(spool, ASIDE_FOLDER), lanes: settings.asideLanes, maxBytes };
}

function bridgeName({ bridgeName: name }: UpSettings): string {
  return name === '' ? `hawser-${hostname()}` : name;
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
