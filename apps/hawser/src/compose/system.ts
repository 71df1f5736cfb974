import type { Writable } from 'node:stream';
import type { LicenceText, Readiness } from '@hawser/api';
import type { WorkerPool } from '@hawser/ingestion';
import {
  collectProcessMetrics,
  createMetrics,
  type Lifecycle,
  type LogConfig,
  type Logger,
  type Metrics,
  mergeMetrics,
} from '@hawser/platform';
import {
  type AccountPolicies,
  createAccountRepository,
  type Database,
  followAccountChanges,
  type Invalidations,
  readTenantId,
} from '@hawser/storage';
import type { DataFolder } from '../up/data-folder.ts';
import type { UpSettings } from '../up/settings.ts';
import type { SetupToken } from '../up/setup-token.ts';
import type { Status } from '../up/status-line.ts';
import { openDatabase, type ServerSettings } from './database.ts';
import { openEmbeddedQueue } from './embedded-queue.ts';
import { startIngestion } from './ingestion.ts';
import { type RunningIntake, startIntake } from './intake.ts';
import { openInvalidations } from './invalidations.ts';
import { connectBus, type LiveRoute, openBusRoute, openLocalRoute } from './live.ts';
import { watchOnlineAgents } from './online-agents.ts';
import { openPolicies } from './policies.ts';
import type { OpenQueue } from './queue.ts';
import { Rates } from './rates.ts';
import { checkReadiness } from './readiness.ts';
import { redisConnection } from './redis-connection.ts';
import { startReplayCounter } from './replay-counter.ts';
import type { RoleName } from './roles.ts';
import { startScheduler } from './scheduler.ts';
import { createCallbacks, openServiceListener } from './service-listener.ts';
import { streamNames } from './stream-names.ts';
import { openStreamsQueue, type StreamsQueueOptions } from './streams-queue.ts';

const SECOND_MS = 1_000;

/** Where the files of the other threads, of an empty database and of the dashboard are. */
export interface ProgramFiles {
  readonly databaseThread: URL;
  readonly databaseTemplate: string;
  readonly ingestionThread: URL;
  readonly dashboard: string | null;
}

export interface SystemOptions {
  readonly roles: ReadonlySet<RoleName>;
  readonly settings: UpSettings;
  /** What this process keeps on the disk; null when it keeps nothing. */
  readonly folder: DataFolder | null;
  readonly files: ProgramFiles;
  /** There where the API is. */
  readonly setupToken: SetupToken | null;
  /** Reads the licence as it is set now. */
  readonly readLicence: () => LicenceText;
  readonly logConfig: LogConfig;
  /** Where log lines of the other threads go, and those of `log`. */
  readonly logDestination: Writable;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  /** Called when a thread died: the process cannot do its work any more. */
  readonly onFailure: (error: Error) => void;
}

/** The running process, as the program sees it. */
export interface System {
  /** Null without the API. */
  readonly apiUrl: string | null;
  readonly adminUrl: string;
  /** Null without the built-in broker. */
  readonly mqttUrl: string | null;
  readonly mqttWsUrl: string | null;
  readonly database: Database;
  isSetUp(): Promise<boolean>;
  status(): Status;
}

/** What the roles of a process share. */
interface Ground {
  readonly database: Awaited<ReturnType<typeof openDatabase>>;
  readonly queue: OpenQueue;
  readonly live: LiveRoute;
  readonly invalidations: Invalidations;
  readonly policies: AccountPolicies;
  readonly metrics: Metrics;
  /** Names this installation where it shares something with others. */
  readonly tenantId: string;
}

/**
 * Composes the roles of one process, in the order in which each finds what it needs: with the embedded database and queue,
 * or with the servers that the settings name. What is started registers its own end, so that a stop, or a start that
 * fails half-way, undoes exactly what was done.
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { roles, settings, files, log, lifecycle } = options;
  const rates = new Rates();
  const ground = await layGround(options, rates);
  const { database, queue, live, invalidations, policies, metrics } = ground;

  const pool = roles.has('ingestion') ? await startPool(options, ground) : null;
  const intake = roles.has('intake') ? await startIntake({ ...options, ...ground, database: database.database }) : null;
  if (intake === null && queue.intake !== null) {
    startReplayCounter({ intake: queue.intake, shards: queue.shards, database: database.database, log, lifecycle });
  }
  const readiness = readinessOf(options, ground, intake);
  const callbacks = { database: database.database, invalidations, policies, log, metrics, lifecycle };
  const mosquittoAuth = roles.has('api') ? createCallbacks(settings, callbacks) : null;
  let apiUrl: string | null = null;
  if (options.setupToken !== null && roles.has('api')) {
    const deps = { ...options, ...ground, setupToken: options.setupToken, database: database.database };
    const { createApi } = await import('./api.ts');
    const api = await createApi({ ...deps, dashboardDir: files.dashboard, intake, readiness });
    await live.connect(api.live);
    apiUrl = (await api.start()).url;
  }
  const metricsText = async () => mergeMetrics([await metrics.getMetricsAsJSON(), ...((await pool?.metrics()) ?? [])]);
  // Without an API, the port of the service is for probes and metrics.
  const port = roles.has('api') ? settings.adminPort : settings.port;
  const listener = { host: settings.adminHost || settings.host, port, readiness, metricsText, metrics };
  const adminUrl = await openServiceListener({ ...listener, engine: database.engine, mosquittoAuth, lifecycle });
  if (roles.has('scheduler')) startScheduler(options, { database: database.database, queue, metrics });

  const agentsOnline = intake?.agentsOnline ?? watchOnlineAgents({ ...options, database: database.database, metrics });
  const ticking = setInterval(() => rates.tick(), SECOND_MS);
  lifecycle.onStop('rates', () => clearInterval(ticking));
  const accounts = createAccountRepository(database.database);
  log.info({ roles: [...roles], queue: queue.name }, 'The process is up');
  return {
    apiUrl,
    adminUrl,
    mqttUrl: intake?.mqttUrl ?? null,
    mqttWsUrl: intake?.mqttWsUrl ?? null,
    database: database.database,
    isSetUp: async () => (await accounts.root()) !== null,
    status: () => ({ agentsOnline: agentsOnline(), queued: queue.queued(), ...rates.read() }),
  };
}

async function layGround(options: SystemOptions, rates: Rates): Promise<Ground> {
  const { settings, folder, files, log, lifecycle, onFailure } = options;
  const metrics = createMetrics();
  collectProcessMetrics(metrics);
  const database = await openDatabase({
    server: serverOf(settings),
    dataDir: folder?.database ?? null,
    separatesAccounts: options.roles.has('api'),
    entry: files.databaseThread,
    template: files.databaseTemplate,
    log,
    lifecycle,
    onFailure,
  });
  const policies = openPolicies(database.database, log);
  const observing = { observe: rates.observe.bind(rates), lifecycle };
  const databaseUrl = settings.databaseUrl === '' ? null : settings.databaseUrl;
  const telling = { databaseUrl, database: database.database, log, lifecycle };
  const redis = redisConnection(settings);
  if (redis === null) {
    if (folder === null) throw new Error('The embedded queue needs a folder');
    const place = { dir: folder.queue, maxMegabytes: settings.queueMaxMegabytes };
    const queue = await openEmbeddedQueue({ ...place, database: database.database, log, lifecycle });
    const tenantId = settings.tenantId === '' ? await readTenantId(database.database) : settings.tenantId;
    const invalidations = openInvalidations({ ...telling, bus: null });
    followAccountChanges(policies, invalidations);
    return { database, queue, live: openLocalRoute(observing), invalidations, policies, metrics, tenantId };
  }
  const names = await streamNames(settings, database.database);
  const { tenantId } = names;
  const queue = await openStreams(options, { redis, names, database: database.database, metrics });
  const clients = connectBus({ redis, log, lifecycle });
  const live = openBusRoute({ ...observing, clients, tenantId, log, metrics });
  const invalidations = openInvalidations({ ...telling, bus: { clients, tenantId } });
  followAccountChanges(policies, invalidations);
  return { database, queue, live, invalidations, policies, metrics, tenantId };
}

function serverOf(settings: UpSettings): ServerSettings | null {
  const { databaseUrl: url, databasePoolSize: poolSize, databaseStatementTimeoutMs: statementTimeoutMs } = settings;
  return url === '' ? null : { url, poolSize, statementTimeoutMs };
}

async function openStreams(
  { roles, settings, folder, log, lifecycle }: SystemOptions,
  place: Pick<StreamsQueueOptions, 'redis' | 'names' | 'database' | 'metrics'>,
): Promise<OpenQueue> {
  const { shards, streamMaxLength: maxStreamLength, durability } = settings;
  const { spoolPath, spoolMaxMegabytes: maxMegabytes, spoolEnabled: isEnabled } = settings;
  const dir = spoolPath === '' ? folder?.spool : spoolPath;
  // Who only reads the queue has no use for a way in.
  const isNeeded = dir !== undefined && (roles.has('intake') || roles.has('api'));
  const spool = isNeeded ? { dir, maxMegabytes, isEnabled } : null;
  return openStreamsQueue({ ...place, shards, maxStreamLength, durability, spool, log, lifecycle });
}

async function startPool(options: SystemOptions, { database, queue, live }: Ground): Promise<WorkerPool> {
  const onLive = live.publish.bind(live);
  const pool = await startIngestion({ ...options, entry: options.files.ingestionThread, database, queue, onLive });
  live.onInterest((interest) => pool.setInterest(interest));
  return pool;
}

function readinessOf(options: SystemOptions, { database, queue }: Ground, intake: RunningIntake | null) {
  const checks = () => ({ ...queue.checks(), ...intake?.checks() });
  const folders = options.folder === null ? [] : [options.folder.path];
  return (): Promise<Readiness> => checkReadiness({ database: database.database, folders, checks });
}
