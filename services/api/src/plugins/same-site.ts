import { Problem } from '@hawser/core';
import type { FastifyRequest } from 'fastify';
import type { ApiConfig } from '../config.ts';
import type { ApiApp } from '../http/api-app.ts';
import { isOriginAllowed } from '../http/origin.ts';

/** Where the session cookie is set or read. Everywhere else the access token in a header is the only proof. */
const COOKIE_PATHS = ['/v1/auth/', '/v1/setup'];
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses requests that a page of another site makes where the session cookie counts. The cookie is SameSite=Strict
 * already; this also holds for pages on a neighbouring host of the same site, and for signing a person in as somebody
 * else. Browsers say where a request comes from; programs say nothing and have no cookie.
 */
export function addSameSiteCheck(app: ApiApp, config: Pick<ApiConfig, 'corsOrigins'>): void {
  app.addHook('onRequest', async (request) => {
    if (SAFE_METHODS.has(request.method) || !COOKIE_PATHS.some((path) => request.url.startsWith(path))) return;
    if (isOwnPage(request, config)) return;
    throw new Problem('forbidden', 'Pages of other sites may not sign in or out here.', {
      hint: 'Add the origin to CORS_ORIGINS if it is one of yours; `*` does not count here.',
    });
  });
}

function isOwnPage(request: FastifyRequest, { corsOrigins }: Pick<ApiConfig, 'corsOrigins'>): boolean {
  const named = corsOrigins.filter((origin) => origin !== '*');
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined) return isOriginAllowed(request, origin, named);
  return site === undefined || site === 'same-origin' || site === 'none';
}
