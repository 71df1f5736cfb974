import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { Problem } from '@hawser/core';
import { type ApiConfig, DEFAULT_RATE_LIMITS } from '../config.ts';
import type { ApiApp } from '../http/api-app.ts';

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

const EXPOSED_HEADERS = ['etag', 'location', 'retry-after', 'x-request-id'];

/** Headers, cookies, other origins and the rate limit. */
export async function addSecurity(app: ApiApp, config: ApiConfig): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    // Whoever terminates TLS decides this; sent over plain HTTP it would be ignored anyway.
    hsts: false,
  });
  app.addHook('onRoute', (route) => {
    if (route.method !== 'OPTIONS' || route.url !== '*') return;
    route.config = { ...route.config, permission: { public: 'browsers ask without a token' }, beforeSetup: true };
  });
  await app.register(cors, {
    origin: config.corsOrigins.includes('*') ? true : [...config.corsOrigins],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    max: (config.rateLimits ?? DEFAULT_RATE_LIMITS).requestsPerMinute,
    timeWindow: 60_000,
    cache: 20_000,
    errorResponseBuilder: (_request, { ttl }) => tooManyRequests(ttl),
  });
}

/** Rate limit of routes that check secrets. */
export function signInRateLimit(config: ApiConfig) {
  return { max: (config.rateLimits ?? DEFAULT_RATE_LIMITS).signInsPerMinute, timeWindow: 60_000 };
}

function tooManyRequests(waitMs: number): Problem {
  return new Problem('too-many-requests', 'Too many requests from this address.', {
    hint: 'Wait, then go on more slowly.',
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });
}
