import type { ApiApp } from '../http/api-app.ts';
import type { DeclaredRoute } from '../http/route-permission.ts';

/**
 * Keeps the table of all routes and refuses to start when one of them does not declare its permission.
 *
 * @returns the table; it is complete when the app is ready
 */
export function requireRoutePermissions(app: ApiApp): readonly DeclaredRoute[] {
  const table: DeclaredRoute[] = [];
  const undeclared: string[] = [];
  app.addHook('onRoute', (route) => {
    const permission = route.config?.permission;
    for (const method of [route.method].flat()) {
      if (permission === undefined) undeclared.push(`${method} ${route.url}`);
      else table.push({ method, url: route.url, permission });
    }
  });
  app.addHook('onReady', async () => {
    if (undeclared.length > 0) throw new Error(`routes without config.permission: ${undeclared.join(', ')}`);
  });
  return table;
}
