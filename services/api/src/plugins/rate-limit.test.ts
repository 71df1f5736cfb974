import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, startTestApi, type TestApi } from '../testing/test-api.ts';

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
});
