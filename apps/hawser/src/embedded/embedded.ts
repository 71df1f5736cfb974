import type { Writable } from 'node:stream';
import { createAdminListener, createApiRole } from '@hawser/api';
import { createBrokerRole } from '@hawser/broker';
import { systemClock } from '@hawser/core';
import {
  collectProcessMetrics,
  createMetrics,
  type Lifecycle,
  type LogConfig,
  type Logger,
  type Metrics,
  mergeMetrics,
} from '@hawser/platform';
import { openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import {
  createAccountRepository,
  createCredentialRepository,
  createIntakeLedger,
  createPresenceRepository,
  type Database,
} from '@hawser/storage';
import type { DataFolder } from '../up/data-folder.ts';
import type { UpSettings } from '../up/settings.ts';
import type { SetupToken } from '../up/setup-token.ts';
import type { Status } from '../up/status-line.ts';
import { VERSION } from '../version.ts';
import { openDatabase } from './database.ts';
import { startIngestion } from './ingestion.ts';
import { telemetryLimits } from './limits.ts';
import { LiveRelay } from './live-relay.ts';
import { type EmbeddedQueue, openQueue, reportDamage } from './queue.ts';
import { QUEUE_NAME } from './queue-name.ts';
import { Rates } from './rates.ts';
import { checkReadiness } from './readiness.ts';
import { startScheduler } from './scheduler.ts';

const PRESENCE_LEASE_MS = 30_000;
const DENY_CACHE_MS = 5_000;
const SECOND_MS = 1_000;
const BROKER_ID = 'embedded';

/** Where the files of the other threads, of an empty database and of the dashboard are. */
export interface EmbeddedFiles {
  readonly databaseThread: URL;
  readonly databaseTemplate: string;
  readonly ingestionThread: URL;
  readonly dashboard: string | null;
}

export interface EmbeddedOptions {
  readonly settings: UpSettings;
  readonly folder: DataFolder;
  readonly files: EmbeddedFiles;
  readonly setupToken: SetupToken;
  readonly logConfig: LogConfig;
  /** Where log lines of the other threads go, and those of `log`. */
  readonly logDestination: Writable;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  /** Called when a thread died: the process cannot do its work any more. */
  readonly onFailure: (error: Error) => void;
}

/** The running system, as the program sees it. */
export interface Embedded {
  readonly apiUrl: string;
  readonly mqttUrl: string;
  readonly mqttWsUrl: string;
  readonly adminUrl: string;
  readonly database: Database;
  isSetUp(): Promise<boolean>;
  status(): Status;
}

/**
 * Composes the embedded shape: every role, in the order in which each finds what it needs. What is started registers its
 * own end, so that a stop, or a start that fails half-way, undoes exactly what was done.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { settings, folder, files, log, lifecycle, onFailure } = options;
  const metrics = createMetrics();
  collectProcessMetrics(metrics);
  const rates = new Rates();
  const live = new LiveRelay((event) => rates.observe(event));
  const opening = { log, lifecycle, onFailure };

  const pglite = await openDatabase({
    dataDir: folder.database,
    template: files.databaseTemplate,
    entry: files.databaseThread,
    ...opening,
  });
  const { database } = pglite;
  const queue = await openQueue({ dir: folder.queue, maxMegabytes: settings.queueMaxMegabytes, database, ...opening });
  const ingestion = await startIngestion({
    ...options,
    queueDir: folder.queue,
    entry: files.ingestionThread,
    database: pglite,
    queue,
    live,
  });
  const broker = await startBroker(options, database, queue, { live, metrics });
  const accounts = createAccountRepository(database);
  const readiness = () => checkReadiness({ database, appender: queue.appender, dataDir: folder.path });

  const api = await createApiRole(
    {
      host: settings.host,
      port: settings.port,
      publicMqttUrl: settings.publicMqttUrl === '' ? broker.mqttUrl : settings.publicMqttUrl,
      dashboardDir: files.dashboard,
      corsOrigins: settings.corsOrigins,
      jwtAccessExpirySeconds: settings.jwtAccessExpirySeconds,
      jwtRefreshExpirySeconds: settings.jwtRefreshExpirySeconds,
      version: VERSION,
      trustProxy: false,
    },
    {
      db: database,
      queue: QUEUE_NAME,
      appender: queue.appender,
      reader: queue.reader,
      brokerControl: broker.role,
      setup: setupGuard(options.setupToken, async () => (await accounts.root()) === null),
      log,
      metrics,
      clock: systemClock,
      readiness,
    },
  );
  live.connect(api.live);
  lifecycle.onStop(
    'live interest',
    api.live.onInterestChange(() => ingestion.setInterest(api.live.interest())),
  );
  lifecycle.onStop('api', () => api.stop());
  const { url: apiUrl } = await api.start();

  const allThreads = async () => mergeMetrics([await metrics.getMetricsAsJSON(), ...(await ingestion.metrics())]);
  const admin = createAdminListener(
    { host: settings.host, port: settings.adminPort },
    { readiness, version: VERSION, metrics: { contentType: metrics.contentType, metrics: allThreads } },
  );
  const { url: adminUrl } = await admin.start();
  lifecycle.onStop('admin listener', () => admin.stop());
  startScheduler(options, database, metrics);

  const ticking = setInterval(() => rates.tick(), SECOND_MS);
  lifecycle.onStop('rates', () => clearInterval(ticking));
  return {
    apiUrl,
    adminUrl,
    mqttUrl: broker.mqttUrl,
    mqttWsUrl: broker.mqttWsUrl,
    database,
    isSetUp: async () => (await accounts.root()) !== null,
    status: () => ({
      agentsOnline: broker.role.stats().sessions,
      queued: queue.appender.depth().entries,
      ...rates.read(),
    }),
  };
}

async function startBroker(
  { settings, folder, log, lifecycle }: EmbeddedOptions,
  database: Database,
  queue: EmbeddedQueue,
  { live, metrics }: { live: LiveRelay; metrics: Metrics },
) {
  const reader = openEmbeddedLogReader({ dir: folder.queue, signal: queue.signal, onCorruption: reportDamage(log) });
  lifecycle.onStop('reader of the broker', () => reader.close());
  const role = createBrokerRole(
    {
      host: settings.host,
      mqttPort: settings.mqttPort,
      wsPort: settings.mqttWsPort,
      brokerId: BROKER_ID,
      limits: telemetryLimits(settings),
      authCacheTtlMs: settings.mqttAuthCacheSeconds * SECOND_MS,
      denyCacheTtlMs: DENY_CACHE_MS,
      leaseMs: PRESENCE_LEASE_MS,
    },
    {
      appender: queue.appender,
      reader,
      credentials: createCredentialRepository(database),
      presence: createPresenceRepository(database),
      intakeLedger: createIntakeLedger(database, { queue: QUEUE_NAME }),
      live,
      log,
      metrics,
      clock: systemClock,
    },
  );
  const { mqttPort, wsPort } = await role.start();
  lifecycle.onStop('broker', () => role.stop(), 20_000);
  const host = urlHost(settings.host);
  return { role, mqttUrl: `mqtt://${host}:${mqttPort}`, mqttWsUrl: `ws://${host}:${wsPort}` };
}

/** A wildcard address is no address to connect to. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function setupGuard(token: SetupToken, isOpen: () => Promise<boolean>) {
  return {
    expected: isOpen,
    async take(candidate: string): Promise<boolean> {
      if (!token.matches(candidate)) return false;
      token.discard();
      return true;
    },
  };
}
