import { healthOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { health } from './health.ts';

export function addHealthRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/health',
    schema: healthOperations.health,
    config: { permission: { public: 'probes and load balancers have no login' }, beforeSetup: true, rateLimit: false },
    handler: health(context),
  });
}
