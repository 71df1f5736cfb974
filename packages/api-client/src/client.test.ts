import { describe, expect, it } from 'vitest';
import { createApiClient } from './client.ts';
import { liveUrl } from './live.ts';
import type { Fetch } from './renewing-fetch.ts';
import { unwrap } from './unwrap.ts';

const BASE = { baseUrl: 'http://hawser.test' };

function json(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

describe('the client', () => {
  it('sends the token and answers typed data', async () => {
    const seen: Request[] = [];
    const fetch: Fetch = async (request) => {
      seen.push(request);
      return json(200, { items: [], next_cursor: null });
    };
    const client = createApiClient({ ...BASE, getToken: () => 'abc', cookieSession: true, fetch });
    const params = { path: { account: 'demo' }, query: { limit: 5 } };
    expect(await unwrap(client.GET('/v1/{account}/agents', { params }))).toEqual({ items: [], next_cursor: null });
    expect(seen[0]!.url).toBe('http://hawser.test/v1/demo/agents?limit=5');
    expect(seen[0]!.headers.get('authorization')).toBe('Bearer abc');
    expect(seen[0]!.headers.get('x-hawser-session')).toBe('cookie');
  });

  it('throws the problem of an error answer', async () => {
    const problem = { code: 'too-many-requests', detail: 'Slow down.', hint: 'Wait.', status: 429, request_id: 'r' };
    const client = createApiClient({ ...BASE, fetch: async () => json(429, problem, { 'retry-after': '7' }) });
    await expect(unwrap(client.GET('/v1/me'))).rejects.toMatchObject({
      name: 'ApiError',
      status: 429,
      code: 'too-many-requests',
      message: 'Slow down.',
      hint: 'Wait.',
      requestId: 'r',
      retryAfterSeconds: 7,
    });
  });

  it('throws for an answer that is not ours, and for none at all', async () => {
    const proxy = createApiClient({
      ...BASE,
      fetch: async () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
    });
    await expect(unwrap(proxy.GET('/v1/me'))).rejects.toMatchObject({ status: 502, code: 'unknown' });
    const refused = async (): Promise<Response> => {
      throw new TypeError('fetch failed');
    };
    const nobody = createApiClient({ ...BASE, fetch: refused });
    await expect(unwrap(nobody.GET('/v1/me'))).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('renews a refused token once for all who wait, and sends the same body again', async () => {
    let token = 'old';
    let renewals = 0;
    const bodies: string[] = [];
    const fetch: Fetch = async (request) => {
      if (request.headers.get('authorization') !== 'Bearer new')
        return json(401, { code: 'invalid-token', detail: '' });
      bodies.push(await request.text());
      return json(201, {});
    };
    const renewToken = async () => {
      renewals += 1;
      token = 'new';
      return token;
    };
    const client = createApiClient({ ...BASE, getToken: () => token, renewToken, fetch });
    const create = (name: string) =>
      unwrap(client.POST('/v1/{account}/accounts', { params: { path: { account: '_' } }, body: { name } }));
    await Promise.all([create('one'), create('two')]);
    expect(renewals).toBe(1);
    expect(bodies.sort()).toEqual(['{"name":"one"}', '{"name":"two"}']);
  });

  it('gives up when the token cannot be renewed', async () => {
    let sent = 0;
    const fetch: Fetch = async () => {
      sent += 1;
      return json(401, { code: 'invalid-token', detail: 'no' });
    };
    const client = createApiClient({ ...BASE, getToken: () => 'x', renewToken: async () => null, fetch });
    await expect(unwrap(client.GET('/v1/me'))).rejects.toMatchObject({ code: 'invalid-token' });
    expect(sent).toBe(1);
  });
});

describe('liveUrl', () => {
  it.each([
    ['http://localhost:3002', 'ws://localhost:3002/v1/live'],
    ['https://hawser.example/', 'wss://hawser.example/v1/live'],
  ])('%s: %s', (baseUrl, url) => {
    expect(liveUrl(baseUrl)).toBe(url);
  });
});
