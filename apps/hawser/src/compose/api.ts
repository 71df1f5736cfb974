import { type ApiRole, createApiRole, type MosquittoAuth, type Readiness } from '@hawser/api';
import { systemClock } from '@hawser/core';
import type { Lifecycle, Logger, Metrics } from '@hawser/platform';
import { type AccountPolicies, createAccountRepository, type Database } from '@hawser/storage';
import type { UpSettings } from '../up/settings.ts';
import type { SetupToken } from '../up/setup-token.ts';
import { VERSION } from '../version.ts';
import type { RunningIntake } from './intake.ts';
import type { OpenQueue } from './queue.ts';

interface ApiOptions {
  readonly settings: UpSettings;
  readonly dashboardDir: string | null;
  readonly setupToken: SetupToken;
  readonly database: Database;
  readonly queue: OpenQueue;
  /** The way in of this process, when it has one. */
  readonly intake: RunningIntake | null;
  readonly mosquittoAuth: MosquittoAuth | null;
  readonly policies: AccountPolicies;
  readonly readiness: () => Promise<Readiness>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
}

/** Makes the API; it does not listen yet. */
export async function createApi(options: ApiOptions): Promise<ApiRole> {
  const { settings, dashboardDir, database, queue, intake, mosquittoAuth, readiness, log, metrics } = options;
  if (queue.intake === null) throw new Error('The queue was opened without a way in, which replays need');
  const accounts = createAccountRepository(database);
  const api = await createApiRole(
    {
      host: settings.host,
      port: settings.port,
      publicMqttUrl: publicMqttUrl(settings, intake),
      dashboardDir,
      corsOrigins: settings.corsOrigins,
      jwtAccessExpirySeconds: settings.jwtAccessExpirySeconds,
      jwtRefreshExpirySeconds: settings.jwtRefreshExpirySeconds,
      version: VERSION,
      trustProxy: false,
    },
    {
      db: database,
      queue: queue.name,
      appender: queue.intake.appender,
      reader: queue.auditor,
      brokerControl: {
        disconnectAgent(agent) {
          mosquittoAuth?.forgetAgent(agent);
          intake?.disconnectAgent(agent);
        },
        forgetAgent(agent) {
          mosquittoAuth?.forgetAgent(agent);
          intake?.forgetAgent(agent);
        },
      },
      setup: setupGuard(options.setupToken, async () => (await accounts.root()) === null),
      log,
      metrics,
      clock: systemClock,
      policies: options.policies,
      readiness,
    },
  );
  options.lifecycle.onStop('api', () => api.stop());
  return api;
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
