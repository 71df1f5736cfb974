import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, setUp, startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({ rateLimits: { requestsPerMinute: 4, signInsPerMinute: 2 } });
});
afterAll(() => api.close());

describe('rate limit', () => {
  it('answers 429 with Retry-After, sooner where secrets are checked; probes are free', async () => {
    const ask = async (request: 'GET /v1/setup' | 'POST /v1/setup' | 'GET /health') =>
      (await call(api, request, request.startsWith('POST') ? { body: {} } : {})).status;
    expect([await ask('POST /v1/setup'), await ask('POST /v1/setup')]).toEqual([422, 422]);
    const limited = await call(api, 'POST /v1/setup', { body: {} });
    expect(limited).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push(await ask('GET /v1/setup'));
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    for (let i = 0; i < 10; i++) expect(await ask('GET /health')).toBe(200);
  });

  it('also counts the requests of one user, from whatever addresses they come, and says when to go on', async () => {
    api.clock.advance(60_000);
    const { access_token } = await setUp(api);
    const from = (remoteAddress: string) =>
      api.role.app.inject({ url: '/v1/me', remoteAddress, headers: { authorization: `Bearer ${access_token}` } });
    for (const host of [1, 2, 3, 4]) expect((await from(`192.0.2.${host}`)).statusCode).toBe(200);
    const limited = await from('192.0.2.5');
    expect(limited.statusCode).toBe(429);
    expect(limited.json().detail).toBe('Too many requests from this user or API token.');
    expect(limited.headers['retry-after']).toBe('60');
    api.clock.advance(60_000);
    expect((await from('192.0.2.5')).statusCode).toBe(200);
  });
});
