import type { RouteOptions } from 'fastify';
import type { ApiApp } from '../http/api-app.ts';
import type { DeclaredRoute } from '../http/route-permission.ts';

interface RegisteredRoute {
  readonly method: string;
  readonly url: string;
  readonly options: RouteOptions;
}

/**
 * Keeps the table of all routes and refuses to start when one of them does not declare its permission. Permissions
 * are looked at last, when plugins have declared those of the routes that libraries add.
 *
 * @returns the table; it is filled when the app is ready
 */
export function requireRoutePermissions(app: ApiApp): readonly DeclaredRoute[] {
  const registered: RegisteredRoute[] = [];
  const table: DeclaredRoute[] = [];
  app.addHook('onRoute', (options) => {
    for (const method of [options.method].flat()) registered.push({ method, url: options.url, options });
  });
  app.addHook('onReady', async () => {
    const undeclared = registered.filter(({ options }) => options.config?.permission === undefined);
    if (undeclared.length > 0)
      throw new Error(`routes without config.permission: ${undeclared.map(nameOf).join(', ')}`);
    table.push(...registered.flatMap(declared));
  });
  return table;
}

function declared({ method, url, options }: RegisteredRoute): DeclaredRoute[] {
  const permission = options.config?.permission;
  return permission === undefined ? [] : [{ method, url, permission, rootOnly: options.config?.rootOnly === true }];
}

function nameOf({ method, url }: RegisteredRoute): string {
  return `${method} ${url}`;
}
