import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN, call, SETUP_TOKEN, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;

beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.close());

const good = { token: SETUP_TOKEN, ...ADMIN, account: 'demo' };

describe('before set-up', () => {
  it('works: health, the set-up and the page; nothing else', async () => {
    expect((await call(api, 'GET /health')).status).toBe(200);
    expect((await call(api, 'GET /v1/setup')).body).toEqual({ required: true });
    expect((await call(api, 'GET /')).status).toBe(200);
    const closed = ['GET /v1/me', 'GET /v1/_/agents', 'POST /v1/auth/login', 'GET /docs', 'GET /openapi.json'] as const;
    for (const request of closed) {
      const answer = await call(api, request, request.startsWith('POST') ? { body: ADMIN } : {});
      expect(answer).toMatchObject({ status: 403, body: { code: 'setup-required' } });
      expect(answer.body.hint).toContain('set-up link');
    }
  });
});

describe('POST /v1/setup', () => {
  it('makes the root account, its administrator and the first account, and signs in', async () => {
    const answer = await call(api, 'POST /v1/setup', { body: good });
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.body).sort()).toEqual(['access_token', 'account', 'expires_in', 'refresh_token']);
    expect(answer.body).toMatchObject({ expires_in: 900, account: { name: 'demo', path: '/sys/demo' } });
    const me = await call(api, 'GET /v1/me', { token: String(answer.body.access_token) });
    expect(me.body).toMatchObject({ email: 'admin@localhost', role: 'admin', account: { name: 'sys', path: '/sys' } });
    expect((await call(api, 'GET /v1/setup')).body).toEqual({ required: false });
  });

  it('works once', async () => {
    await setUp(api);
    const again = await call(api, 'POST /v1/setup', { body: { ...good, account: 'other' } });
    expect(again).toMatchObject({ status: 409, body: { code: 'already-set-up' } });
  });

  it('refuses a wrong token', async () => {
    const answer = await call(api, 'POST /v1/setup', { body: { ...good, token: 'wrong' } });
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid-token' } });
    await setUp(api);
  });

  it.each([
    [{ password: 'too short' }, 'fewer than 12'],
    [{ password: 'passwordpassword' }, 'most common'],
    [{ password: 'my admin secret' }, 'e-mail name'],
    [{ account: 'setup' }, 'reserved'],
    [{ account: 'sys' }, 'reserved'],
    [{ account: 'No' }, 'body.account'],
    [{ email: 'nobody' }, 'body.email'],
    [{ more: 1 }, 'body.more'],
  ])('refuses %j and keeps the token', async (change, reason) => {
    const answer = await call(api, 'POST /v1/setup', { body: { ...good, ...change } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(answer.body.detail).toContain(reason);
    await setUp(api);
  });

  it('makes one installation of many attempts at once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => call(api, 'POST /v1/setup', { body: good })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 401, 401]);
  });
});
