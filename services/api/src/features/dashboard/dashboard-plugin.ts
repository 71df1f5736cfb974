import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { ApiConfig } from '../../config.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { noDashboard } from './no-dashboard.ts';
import { serveDashboard } from './serve-dashboard.ts';

const PERMISSION = { public: 'the pages themselves hold no data' } as const;

/** Serves the built dashboard at `/`, or says how to build it. */
export async function addDashboard(app: ApiApp, { dashboardDir }: ApiConfig): Promise<void> {
  const config = { permission: PERMISSION, beforeSetup: true };
  const schema = { hide: true };
  if (dashboardDir === null) {
    app.route({ method: 'GET', url: '/', schema, config, handler: noDashboard });
    return;
  }
  // Only `reply.sendFile` is wanted: its own routes would not declare a permission.
  await app.register(fastifyStatic, { root: dashboardDir, serve: false, cacheControl: false, etag: true });
  const index = join(dashboardDir, 'index.html');
  app.route({ method: 'GET', url: '/*', schema, config, handler: serveDashboard(dashboardDir, index) });
}
