import type { RouteOptions } from 'fastify';
import type { ApiApp } from '../http/api-app.ts';
import type { AuditedRoute } from '../http/route-audit.ts';

const MUTATING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

interface MutatingRoute {
  readonly method: string;
  readonly url: string;
  readonly options: RouteOptions;
}

/**
 * Keeps the table of the routes that change something and refuses to start when one of them does not declare what the
 * audit calls it.
 *
 * @returns the table; it is filled when the app is ready
 */
export function requireRouteAudits(app: ApiApp): readonly AuditedRoute[] {
  const mutating: MutatingRoute[] = [];
  const table: AuditedRoute[] = [];
  app.addHook('onRoute', (options) => {
    const methods = [options.method].flat().filter((method) => MUTATING.has(method));
    for (const method of methods) mutating.push({ method, url: options.url, options });
  });
  app.addHook('onReady', async () => {
    const undeclared = mutating.filter(({ options }) => options.config?.audit === undefined);
    if (undeclared.length > 0) {
      const names = undeclared.map(({ method, url }) => `${method} ${url}`);
      throw new Error(`routes that change something without config.audit: ${names.join(', ')}`);
    }
    table.push(...mutating.flatMap(audited));
  });
  return table;
}

function audited({ method, url, options }: MutatingRoute): AuditedRoute[] {
  const audit = options.config?.audit;
  return audit === undefined ? [] : [{ method, url, audit }];
}
