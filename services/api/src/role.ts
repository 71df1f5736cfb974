import { Server } from 'node:tls';
import type { Logger, Periodic } from '@hawser/platform';
import { createChallengeRepository, createInvitationRepository, createTrustedBrowserRepository } from '@hawser/storage';
import { buildApi } from './app.ts';
import type { ApiConfig } from './config.ts';
import { type ApiContext, createApiContext } from './context.ts';
import type { ApiDeps } from './deps.ts';
import type { LiveHub } from './features/live/live-hub.ts';
import type { ApiApp } from './http/api-app.ts';
import { listeningPort } from './http/listening-port.ts';
import type { AuditedRoute } from './http/route-audit.ts';
import type { DeclaredRoute } from './http/route-permission.ts';
import { startHousekeeping } from './sessions/housekeeping.ts';
import { followTlsFiles } from './tls/follow-tls-files.ts';
import { readTlsFiles, type TlsKeyPair } from './tls/tls-files.ts';

/** How long an invitation that expired can still be seen and sent again. */
const EXPIRED_INVITATIONS_MS = 30 * 86_400_000;

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
 * @throws TlsFilesError when TLS is wanted and its files cannot be used
 * @throws Error when a route declares no permission, or changes something and does not say what the audit calls it
 */
export async function createApiRole(config: ApiConfig, deps: ApiDeps): Promise<ApiRole> {
  const context = createApiContext(config, deps);
  const tls = config.tls ?? null;
  const keyPair = tls === null ? null : await readTlsFiles(tls);
  const { app, routes, auditedRoutes } = await buildApi(context, keyPair);
  const stopHousekeeping = startHousekeeping(choresOf(context), deps.log);
  const following = follow(config, keyPair, app, deps.log);
  return {
    app,
    routes,
    auditedRoutes,
    live: context.live,
    async start() {
      await app.listen({ host: config.host, port: config.port });
      return { url: urlOf(app, config) };
    },
    async stop() {
      stopHousekeeping();
      await following?.stop();
      await app.close();
      await context.forgottenPasswords.settled();
    },
  };
}

function choresOf({
  unscoped: { db },
  clock,
  sessions,
  signIns,
}: ApiContext): Readonly<Record<string, () => Promise<void>>> {
  const invitations = createInvitationRepository(db);
  return {
    'forget expired invitations': () => invitations.purgeExpired(clock() - EXPIRED_INVITATIONS_MS),
    'forget expired sessions': () => sessions.purgeExpired(),
    'forget expired challenges': () => createChallengeRepository(db).purgeExpired(clock()),
    'forget expired trust in browsers': () => createTrustedBrowserRepository(db).purgeExpired(clock()),
    'forget old wrong passwords': () => signIns.purge(),
    'rotate signing keys': () => sessions.keys.rotate(),
  };
}

function follow({ tls }: ApiConfig, current: TlsKeyPair | null, app: ApiApp, log: Logger): Periodic | null {
  if (tls === undefined || tls === null || current === null || !(app.server instanceof Server)) return null;
  return followTlsFiles({ files: tls, current, intervalMs: tls.checkIntervalMs, server: app.server, log });
}

/** Every address is listened on under one of the wildcards; a person opens `localhost`. */
function urlOf(app: ApiApp, { host, tls }: ApiConfig): string {
  const scheme = (tls ?? null) === null ? 'http' : 'https';
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${listeningPort(app)}`;
}
