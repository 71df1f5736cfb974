import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { newId } from '@hawser/core';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { type ApiConfig, DEFAULT_REQUEST_LIMITS } from './config.ts';
import type { ApiContext } from './context.ts';
import { addLimitRoutes } from './features/account-limits/routes.ts';
import { addSettingsRoutes } from './features/account-settings/routes.ts';
import { addAccountRoutes } from './features/accounts/routes.ts';
import { addAgentRoutes } from './features/agents/routes.ts';
import { addAuditRoutes } from './features/audit/routes.ts';
import { addAuthRoutes } from './features/auth/routes.ts';
import { addDashboard } from './features/dashboard/dashboard-plugin.ts';
import { addDeadLetterRoutes } from './features/dead-letters/routes.ts';
import { addFleetRoutes } from './features/fleets/routes.ts';
import { addHealthRoutes } from './features/health/routes.ts';
import { addInvitationRoutes } from './features/invitations/routes.ts';
import { addLedgerRoutes } from './features/ledger/routes.ts';
import { addLicenceRoutes } from './features/licence/routes.ts';
import { addWebSockets } from './features/live/live-plugin.ts';
import { addLiveRoutes } from './features/live/routes.ts';
import { addMeRoutes } from './features/me/routes.ts';
import { addOidcMappingRoutes } from './features/oidc/mapping-routes.ts';
import { addOidcRoutes } from './features/oidc/routes.ts';
import { addOwnSecurityRoutes } from './features/own-security/routes.ts';
import { addRoleRoutes } from './features/roles/routes.ts';
import { addSetupRoutes } from './features/setup/routes.ts';
import { addTelemetryRoutes } from './features/telemetry/routes.ts';
import { addTokenRoutes } from './features/tokens/routes.ts';
import { addUserSecurityRoutes } from './features/user-security/routes.ts';
import { addUserRoutes } from './features/users/routes.ts';
import type { ApiApp } from './http/api-app.ts';
import { handleError, handleNotFound } from './http/error-handler.ts';
import type { AuditedRoute } from './http/route-audit.ts';
import type { DeclaredRoute } from './http/route-permission.ts';
import { trustOption } from './http/trust-proxy.ts';
import { addApiDocs, addOpenApi } from './openapi/openapi-plugin.ts';
import { addAudit } from './plugins/audit.ts';
import { addAuthentication } from './plugins/authentication.ts';
import { addAddressRateLimit, createPrincipalRateLimit } from './plugins/rate-limits.ts';
import { addRequestLog } from './plugins/request-log.ts';
import { requireRouteAudits } from './plugins/route-audits.ts';
import { requireRoutePermissions } from './plugins/route-permissions.ts';
import { addSecurity } from './plugins/security.ts';
import { addSetupGate } from './plugins/setup-gate.ts';
import { refuseNulCharacters } from './plugins/text-input.ts';
import { TLS_OPTIONS } from './tls/follow-tls-files.ts';
import type { TlsKeyPair } from './tls/tls-files.ts';

/** Bodies are small JSON documents; telemetry comes over MQTT. */
const BODY_LIMIT = 64 * 1024;
const MAX_HEADERS = 100;
const GIVEN_REQUEST_ID = /^[\w.-]{8,64}$/;

export interface BuiltApi {
  readonly app: ApiApp;
  /** Every route with what it asks of the caller. */
  readonly routes: readonly DeclaredRoute[];
  /** Every route that changes something, with what the audit calls it. */
  readonly auditedRoutes: readonly AuditedRoute[];
}

/**
 * Puts the plugins and the features together; the app does not listen yet.
 *
 * @param keyPair - to serve with TLS
 */
export async function buildApi(context: ApiContext, keyPair: TlsKeyPair | null = null): Promise<BuiltApi> {
  const { config, log, rateCounter } = context;
  const app = createApp(context, keyPair);
  const routes = requireRoutePermissions(app);
  const auditedRoutes = requireRouteAudits(app);
  addRequestLog(app, log, context.metrics);
  await addSecurity(app, config);
  await addAddressRateLimit(app, config, rateCounter);
  addAudit(app, context);
  addSetupGate(app, context.setupState);
  refuseNulCharacters(app);
  addAuthentication(app, { ...context, limitPrincipal: createPrincipalRateLimit(config, rateCounter) });
  await addWebSockets(app, context);
  await addOpenApi(app, config);
  await app.register(async (features) => addFeatures(features as ApiApp, context));
  await addApiDocs(app);
  await addDashboard(app, config);
  await app.ready();
  return { app, routes, auditedRoutes };
}

function createApp({ config, log }: ApiContext, keyPair: TlsKeyPair | null): ApiApp {
  const app = fastify({
    ...serverOptions(config, keyPair),
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustOption(config.trustProxy),
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 200 },
    genReqId: (raw) => givenRequestId(raw.headers['x-request-id']) ?? newId(),
  }) as ApiApp;
  app.server.maxHeadersCount = MAX_HEADERS;
  // Only JSON is taken.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler(handleNotFound);
  return app;
}

/** Fastify takes the same options for both kinds of server under two names. */
function serverOptions({ requestLimits }: ApiConfig, keyPair: TlsKeyPair | null) {
  const limits = requestLimits ?? DEFAULT_REQUEST_LIMITS;
  const server = {
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.checkIntervalMs,
    maxHeaderSize: limits.maxHeaderBytes,
  };
  const common = { requestTimeout: limits.requestTimeoutMs };
  return keyPair === null
    ? { ...common, http: server }
    : { ...common, https: { ...TLS_OPTIONS, ...keyPair, ...server } };
}

function addFeatures(app: ApiApp, context: ApiContext): void {
  addHealthRoutes(app, context);
  addSetupRoutes(app, context);
  addAuthRoutes(app, context);
  addOidcRoutes(app, context);
  addOidcMappingRoutes(app, context);
  addMeRoutes(app, context);
  addOwnSecurityRoutes(app, context);
  addUserSecurityRoutes(app, context);
  addInvitationRoutes(app, context);
  addAccountRoutes(app, context);
  addLimitRoutes(app, context);
  addSettingsRoutes(app, context);
  addUserRoutes(app, context);
  addRoleRoutes(app, context);
  addTokenRoutes(app, context);
  addAgentRoutes(app, context);
  addFleetRoutes(app, context);
  addTelemetryRoutes(app, context);
  addDeadLetterRoutes(app, context);
  addLedgerRoutes(app, context);
  addAuditRoutes(app, context);
  addLicenceRoutes(app, context);
  addLiveRoutes(app, context);
}

/** Lets a caller or a proxy name the request, so that its logs can be matched; anything odd is ignored. */
function givenRequestId(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && GIVEN_REQUEST_ID.test(header) ? header : null;
}
