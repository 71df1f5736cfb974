import {
  type ApiRole,
  createApiRole,
  type LicenceText,
  type RateCounter,
  type Readiness,
  type TlsConfig,
  TlsFilesError,
} from '@hawser/api';
import { systemClock } from '@hawser/core';
import { ConfigurationError, type Lifecycle, type Logger, type Metrics } from '@hawser/platform';
import { createMailer, type Mailer } from '@hawser/platform/mail';
import { connectRedis, disconnectRedis } from '@hawser/queue/redis-streams';
import { type AccountPolicies, createAccountRepository, type Database, type Invalidations } from '@hawser/storage';
import { oidcOf } from '../up/oidc-settings.ts';
import type { UpSettings } from '../up/settings.ts';
import type { SetupToken } from '../up/setup-token.ts';
import { StartupError } from '../up/startup-error.ts';
import { VERSION } from '../version.ts';
import type { RunningIntake } from './intake.ts';
import { watchLicence } from './licence.ts';
import type { OpenQueue } from './queue.ts';
import { redisConnection } from './redis-connection.ts';
import { createRedisRateCounter } from './redis-rate-counter.ts';

/** How often the files of the certificate are looked at. */
const TLS_CHECK_MS = 10_000;

interface ApiOptions {
  readonly settings: UpSettings;
  readonly dashboardDir: string | null;
  readonly setupToken: SetupToken;
  /** Reads the licence as it is set now. */
  readonly readLicence: () => LicenceText;
  readonly database: Database;
  readonly queue: OpenQueue;
  /** Names this installation in Redis. */
  readonly tenantId: string;
  /** The way in of this process, when it has one. */
  readonly intake: RunningIntake | null;
  readonly invalidations: Invalidations;
  readonly policies: AccountPolicies;
  readonly readiness: () => Promise<Readiness>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
}

/** Makes the API; it does not listen yet. @throws StartupError when the files of the certificate cannot be used */
export async function createApi(options: ApiOptions): Promise<ApiRole> {
  const { settings, dashboardDir, database, queue, intake, invalidations, readiness, log, metrics } = options;
  if (queue.intake === null) throw new Error('The queue was opened without a way in, which replays need');
  const accounts = createAccountRepository(database);
  const mailer = openMailer(settings);
  const api = await createApiRole(
    {
      host: settings.host,
      port: settings.port,
      publicMqttUrl: publicMqttUrl(settings, intake),
      dashboardDir,
      corsOrigins: settings.corsOrigins,
      jwtAccessExpirySeconds: settings.jwtAccessExpirySeconds,
      jwtRefreshExpirySeconds: settings.jwtRefreshExpirySeconds,
      allowAgentsInRoot: settings.allowAgentsInRoot,
      signingKeyLifeSeconds: settings.signingKeyLifeSeconds,
      ...(settings.secretKey === '' ? {} : { secretKey: settings.secretKey }),
      ...(settings.publicUrl === '' ? {} : { publicUrl: settings.publicUrl }),
      version: VERSION,
      trustProxy: settings.trustProxy,
      tls: tlsOf(settings),
      oidc: oidcOf(settings),
      rateLimits: { requestsPerMinute: settings.requestsPerMinute, signInsPerMinute: settings.signInsPerMinute },
    },
    {
      db: database,
      queue: queue.name,
      appender: queue.intake.appender,
      reader: queue.auditor,
      invalidations,
      licence: watchLicence(options),
      mailer,
      setup: setupGuard(options.setupToken, async () => (await accounts.root()) === null),
      log,
      metrics,
      clock: systemClock,
      policies: options.policies,
      readiness,
      sharedRateCounter: sharedRateCounter(options),
    },
  ).catch(explain);
  options.lifecycle.onStop('api', async () => {
    await api.stop();
    mailer?.close();
  });
  return api;
}

function explain(error: unknown): never {
  throw error instanceof TlsFilesError ? new StartupError(error.message) : error;
}

function openMailer({ smtpUrl, mailFrom }: UpSettings): Mailer | null {
  return smtpUrl === '' ? null : createMailer({ url: smtpUrl, from: mailFrom });
}

/** @throws ConfigurationError when only one of the two files is named */
function tlsOf({ tlsCertFile: certFile, tlsKeyFile: keyFile }: UpSettings): TlsConfig | null {
  if (certFile === '' && keyFile === '') return null;
  if (certFile !== '' && keyFile !== '') return { certFile, keyFile, checkIntervalMs: TLS_CHECK_MS };
  throw new ConfigurationError([
    `${certFile === '' ? 'TLS_CERT_FILE' : 'TLS_KEY_FILE'}: missing; TLS needs a certificate and its key`,
  ]);
}

/** Requests are counted in Redis where the processes share one. */
function sharedRateCounter({ settings, tenantId, log, lifecycle }: ApiOptions): RateCounter | null {
  const redis = redisConnection(settings);
  if (redis === null) return null;
  const client = connectRedis(redis, 'hawser:rate-limits', log);
  lifecycle.onStop('connection of rate limits to Redis', async () => disconnectRedis(client));
  return createRedisRateCounter(client, tenantId);
}

/** What agents are told: what the operator says, else the broker in use. */
function publicMqttUrl(settings: UpSettings, intake: RunningIntake | null): string {
  if (settings.publicMqttUrl !== '') return settings.publicMqttUrl;
  return intake?.mqttUrl ?? settings.mqttBrokerUrl;
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
