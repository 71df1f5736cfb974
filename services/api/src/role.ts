import { buildApi } from './app.ts';
import type { ApiConfig } from './config.ts';
import { createApiContext } from './context.ts';
import type { ApiDeps } from './deps.ts';
import type { LiveHub } from './features/live/live-hub.ts';
import type { ApiApp } from './http/api-app.ts';
import { listeningPort } from './http/listening-port.ts';
import type { AuditedRoute } from './http/route-audit.ts';
import type { DeclaredRoute } from './http/route-permission.ts';
import { startHousekeeping } from './sessions/housekeeping.ts';

export interface ApiRole {
  /** Listens. @returns the address to open */
  start(): Promise<{ readonly url: string }>;
  /** Stops taking requests, lets those under way finish and closes live connections. */
  stop(): Promise<void>;
  readonly app: ApiApp;
  readonly routes: readonly DeclaredRoute[];
  readonly auditedRoutes: readonly AuditedRoute[];
  /** Where the other roles send live events. */
  readonly live: LiveHub;
}

/**
 * The REST interface, the live channel and the dashboard.
 *
 * @throws Error when a route declares no permission, or changes something and does not say what the audit calls it
 */
export async function createApiRole(config: ApiConfig, deps: ApiDeps): Promise<ApiRole> {
  const context = createApiContext(config, deps);
  const { app, routes, auditedRoutes } = await buildApi(context);
  const stopHousekeeping = startHousekeeping(context.sessions, deps.log);
  return {
    app,
    routes,
    auditedRoutes,
    live: context.live,
    async start() {
      await app.listen({ host: config.host, port: config.port });
      return { url: urlOf(app, config.host) };
    },
    async stop() {
      stopHousekeeping();
      await app.close();
    },
  };
}

/** Every address is listened on under one of the wildcards; a person opens `localhost`. */
function urlOf(app: ApiApp, host: string): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${listeningPort(app)}`;
}
