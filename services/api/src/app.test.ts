import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApi } from './app.ts';
import type { ApiApp } from './http/api-app.ts';
import { isPublic } from './http/route-permission.ts';
import { documentationContext } from './openapi/documentation-context.ts';
import { requireRoutePermissions } from './plugins/route-permissions.ts';
import { call, setUp, startTestApi, type TestApi } from './testing/test-api.ts';

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await startTestApi({ corsOrigins: ['https://console.example'] });
  token = (await setUp(api)).access_token;
});
afterAll(() => api.close());

describe('the route table', () => {
  it('declares a permission or a reason for every route', () => {
    expect(api.role.routes.length).toBeGreaterThan(30);
    for (const { permission } of api.role.routes) {
      if (typeof permission === 'object') expect(Object.values(permission).join('')).not.toBe('');
    }
  });

  it('has only these routes that need no token', () => {
    const open = api.role.routes.filter((route) => isPublic(route.permission) && route.method !== 'HEAD');
    const names = open.map((route) => `${route.method} ${route.url}`).filter((name) => !name.includes(' /docs'));
    expect(names.sort()).toEqual([
      'GET /',
      'GET /.well-known/jwks.json',
      'GET /health',
      'GET /openapi.json',
      'GET /v1/auth/methods',
      'GET /v1/auth/oidc',
      'GET /v1/auth/oidc/callback',
      'GET /v1/live',
      'GET /v1/setup',
      'OPTIONS *',
      'POST /v1/auth/invitations/accept',
      'POST /v1/auth/login',
      'POST /v1/auth/one-time',
      'POST /v1/auth/password-reset',
      'POST /v1/auth/password-reset/confirm',
      'POST /v1/auth/refresh',
      'POST /v1/auth/second-factor',
      'POST /v1/setup',
    ]);
  });

  it('refuses to start with a route that declares nothing', async () => {
    const context = documentationContext();
    const { app } = await buildApi(context);
    await app.close();
    const { default: fastify } = await import('fastify');
    const bare = fastify() as unknown as ApiApp;
    requireRoutePermissions(bare);
    bare.get('/forgotten', async () => 'x');
    await expect(bare.ready()).rejects.toThrow('routes without config.permission: GET /forgotten');
  });
});

describe('errors', () => {
  it('are problem documents with the request id', async () => {
    const answer = await call(api, 'GET /v1/demo/agents/none', { token, headers: { 'x-request-id': 'my-request-1' } });
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.headers['x-request-id']).toBe('my-request-1');
    expect(answer.body).toEqual({
      type: 'urn:hawser:problem:not-found',
      title: 'Not found',
      status: 404,
      code: 'not-found',
      detail: 'The account has no such agent.',
      request_id: 'my-request-1',
    });
  });

  it('name every field that is wrong', async () => {
    const body = { email: 'x', more: 1 };
    const answer = await call<{ errors: { field: string }[] }>(api, 'POST /v1/auth/login', { body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error) => error.field).sort()).toEqual(['body.email', 'body.more', 'body.password']);
  });

  it.each([
    ['POST /v1/auth/login', '{', 'application/json', 400, 'bad-request'],
    ['POST /v1/auth/login', 'a=b', 'text/plain', 400, 'bad-request'],
    ['POST /v1/auth/login', `"${'x'.repeat(70_000)}"`, 'application/json', 413, 'payload-too-large'],
    ['GET /v1/nothing/here/at/all', undefined, 'application/json', 404, 'not-found'],
    ['PUT /v1/setup', '{}', 'application/json', 404, 'not-found'],
  ])('%s with %.5j answers %s', async (request, payload, type, status, code) => {
    const [method, url] = request.split(' ') as ['POST', string];
    const answer = await api.role.app.inject({
      method,
      url,
      headers: { 'content-type': type },
      ...(payload === undefined ? {} : { payload }),
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code });
  });
});

describe('headers', () => {
  it('let a page load only what is served here', async () => {
    const { headers } = await call(api, 'GET /');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
  });

  it('let only configured origins in', async () => {
    const from = (origin: string) => call(api, 'GET /health', { headers: { origin } });
    expect((await from('https://console.example')).headers['access-control-allow-origin']).toBe(
      'https://console.example',
    );
    expect((await from('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
    const preflight = await call(api, 'OPTIONS /v1/_/agents', {
      headers: { origin: 'https://console.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
  });
});

describe('documentation', () => {
  it('is there, with every operation, and loads nothing from elsewhere', async () => {
    const page = await call(api, 'GET /docs/');
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/https?:\/\//);
    expect((await call(api, 'GET /docs/static/swagger-ui-bundle.js')).status).toBe(200);
    const { body } = await call<{ openapi: string; paths: object }>(api, 'GET /openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toContain('/v1/{account}/readings');
  });
});

describe('health', () => {
  it('is honest', async () => {
    expect(await call(api, 'GET /health')).toMatchObject({ status: 200, body: { status: 'ok' } });
    api.readiness = { ready: false, checks: { database: false, queue: true } };
    const answer = await call(api, 'GET /health');
    expect(answer.status).toBe(503);
    expect(answer.body).toEqual({
      status: 'unavailable',
      version: '0.0.0-test',
      checks: { database: 'failed', queue: 'ok' },
    });
    api.readiness = { ready: true, checks: {} };
  });
});
