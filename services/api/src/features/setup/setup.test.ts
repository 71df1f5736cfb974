import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, call, SETUP_TOKEN, startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;

// One installation for all of it, in order: what is refused must leave it as it was.
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

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
  it('refuses a wrong token', async () => {
    const answer = await call(api, 'POST /v1/setup', { body: { ...good, token: 'wrong' } });
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid-token' } });
    expect((await call(api, 'GET /v1/setup')).body).toEqual({ required: true });
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
    expect((await call(api, 'GET /v1/setup')).body).toEqual({ required: true });
  });

  it('makes the root account, its administrator and the first account, once, and signs in', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => call(api, 'POST /v1/setup', { body: good })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 401, 401]);
    const { body } = answers.find((answer) => answer.status === 201)!;
    expect(Object.keys(body).sort()).toEqual(['access_token', 'account', 'expires_in', 'refresh_token']);
    expect(body).toMatchObject({ expires_in: 900, account: { name: 'demo', path: '/sys/demo' } });
    const me = await call(api, 'GET /v1/me', { token: String(body.access_token) });
    expect(me.body).toMatchObject({
      email: 'admin@localhost',
      account: { name: 'sys', path: '/sys' },
      grants: [{ role: 'admin', account: 'sys', descendants: true, fleet: null }],
    });
  });

  it('is over afterwards', async () => {
    expect((await call(api, 'GET /v1/setup')).body).toEqual({ required: false });
    const again = await call(api, 'POST /v1/setup', { body: { ...good, account: 'other' } });
    expect(again).toMatchObject({ status: 409, body: { code: 'already-set-up' } });
  });
});
