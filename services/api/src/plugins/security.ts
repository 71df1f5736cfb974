import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { type ApiConfig, DEFAULT_RATE_LIMITS } from '../config.ts';
import type { ApiApp } from '../http/api-app.ts';
import { addSameSiteCheck } from './same-site.ts';

/**
 * What a page served from here may load: only what is served from here. Style attributes are allowed because the
 * chart's tooltips are made of them; style elements and scripts in the page are not.
 */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'self'"],
  baseUri: ["'self'"],
  connectSrc: ["'self'"],
  fontSrc: ["'self'", 'data:'],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  imgSrc: ["'self'", 'data:'],
  objectSrc: ["'none'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'"],
  styleSrcAttr: ["'unsafe-inline'"],
};

/** Browsers remember for a year to use TLS only. Other hosts below the name are not ours to decide about. */
const STRICT_TRANSPORT = 'max-age=31536000';

const EXPOSED_HEADERS = ['etag', 'location', 'retry-after', 'x-request-id'];

/** Headers, cookies and other origins. */
export async function addSecurity(app: ApiApp, config: ApiConfig): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    hsts: false,
  });
  // Only over TLS, here or at a trusted proxy: over plain HTTP it would mean nothing, or lock people out.
  app.addHook('onRequest', async (request, reply) => {
    if (request.protocol === 'https') reply.header('strict-transport-security', STRICT_TRANSPORT);
  });
  app.addHook('onRoute', (route) => {
    if (route.method !== 'OPTIONS' || route.url !== '*') return;
    route.config = { ...route.config, permission: { public: 'browsers ask without a token' }, beforeSetup: true };
  });
  const everybody = config.corsOrigins.includes('*');
  await app.register(cors, {
    origin: everybody ? '*' : [...config.corsOrigins],
    // The session cookie goes to pages that were named, never to every page there is.
    credentials: !everybody,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
  });
  await app.register(cookie);
  addSameSiteCheck(app, config);
}

/** Rate limit of routes that check secrets. */
export function signInRateLimit(config: ApiConfig) {
  return { max: (config.rateLimits ?? DEFAULT_RATE_LIMITS).signInsPerMinute, timeWindow: 60_000 };
}
