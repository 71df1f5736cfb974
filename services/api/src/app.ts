import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { newId } from '@hawser/core';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { ApiContext } from './context.ts';
import { addLimitRoutes } from './features/account-limits/routes.ts';
import { addSettingsRoutes } from './features/account-settings/routes.ts';
import { addAccountRoutes } from './features/accounts/routes.ts';
import { addAgentRoutes } from './features/agents/routes.ts';
import { addAuthRoutes } from './features/auth/routes.ts';
import { addDashboard } from './features/dashboard/dashboard-plugin.ts';
import { addDeadLetterRoutes } from './features/dead-letters/routes.ts';
import { addHealthRoutes } from './features/health/routes.ts';
import { addLedgerRoutes } from './features/ledger/routes.ts';
import { addWebSockets } from './features/live/live-plugin.ts';
import { addLiveRoutes } from './features/live/routes.ts';
import { addMeRoutes } from './features/me/routes.ts';
import { addSetupRoutes } from './features/setup/routes.ts';
import { addTelemetryRoutes } from './features/telemetry/routes.ts';
import type { ApiApp } from './http/api-app.ts';
import { handleError, handleNotFound } from './http/error-handler.ts';
import type { AuditedRoute } from './http/route-audit.ts';
import type { DeclaredRoute } from './http/route-permission.ts';
import { addApiDocs, addOpenApi } from './openapi/openapi-plugin.ts';
import { addAudit } from './plugins/audit.ts';
import { addAuthentication } from './plugins/authentication.ts';
import { addRequestLog } from './plugins/request-log.ts';
import { requireRouteAudits } from './plugins/route-audits.ts';
import { requireRoutePermissions } from './plugins/route-permissions.ts';
import { addSecurity } from './plugins/security.ts';
import { addSetupGate } from './plugins/setup-gate.ts';
import { refuseNulCharacters } from './plugins/text-input.ts';

/** Bodies are small JSON documents; telemetry comes over MQTT. */
const BODY_LIMIT = 64 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
const GIVEN_REQUEST_ID = /^[\w.-]{8,64}$/;

export interface BuiltApi {
  readonly app: ApiApp;
  /** Every route with what it asks of the caller. */
  readonly routes: readonly DeclaredRoute[];
  /** Every route that changes something, with what the audit calls it. */
  readonly auditedRoutes: readonly AuditedRoute[];
}

/** Puts the plugins and the features together; the app does not listen yet. */
export async function buildApi(context: ApiContext): Promise<BuiltApi> {
  const { config, log } = context;
  const app = createApp(context);
  const routes = requireRoutePermissions(app);
  const auditedRoutes = requireRouteAudits(app);
  addRequestLog(app, log, context.metrics);
  addAudit(app, context);
  await addSecurity(app, config);
  addSetupGate(app, context.setupState);
  refuseNulCharacters(app);
  addAuthentication(app, context);
  await addWebSockets(app, context);
  await addOpenApi(app, config);
  await app.register(async (features) => addFeatures(features as ApiApp, context));
  await addApiDocs(app);
  await addDashboard(app, config);
  await app.ready();
  return { app, routes, auditedRoutes };
}

function createApp({ config, log }: ApiContext): ApiApp {
  const app: ApiApp = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustProxy,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: 200 },
    genReqId: (raw) => givenRequestId(raw.headers['x-request-id']) ?? newId(),
  });
  // Only JSON is taken.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler(handleNotFound);
  return app;
}

function addFeatures(app: ApiApp, context: ApiContext): void {
  addHealthRoutes(app, context);
  addSetupRoutes(app, context);
  addAuthRoutes(app, context);
  addMeRoutes(app, context);
  addAccountRoutes(app, context);
  addLimitRoutes(app, context);
  addSettingsRoutes(app, context);
  addAgentRoutes(app, context);
  addTelemetryRoutes(app, context);
  addDeadLetterRoutes(app, context);
  addLedgerRoutes(app, context);
  addLiveRoutes(app, context);
}

/** Lets a caller or a proxy name the request, so that its logs can be matched; anything odd is ignored. */
function givenRequestId(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && GIVEN_REQUEST_ID.test(header) ? header : null;
}
