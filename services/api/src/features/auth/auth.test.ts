import { createOneTimeTokenRepository } from '@hawser/storage';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret } from '../../http/secrets.ts';
import { ADMIN, type Answer, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

interface TokenPair {
  access_token: string;
  refresh_token: string;
  expires_in: number;
}

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await setUp(api);
});
afterAll(() => api.close());

const login = async (): Promise<TokenPair> => (await call<TokenPair>(api, 'POST /v1/auth/login', { body: ADMIN })).body;
const refresh = (refresh_token: string): Promise<Answer<TokenPair>> =>
  call<TokenPair>(api, 'POST /v1/auth/refresh', { body: { refresh_token } });
const me = async (token: string): Promise<number> => (await call(api, 'GET /v1/me', { token })).status;

/** Refusals look the same from outside. */
const INVALID = { status: 401, body: { code: 'invalid-token' } };

describe('login', () => {
  it('answers exactly the three fields', async () => {
    const answer = await call(api, 'POST /v1/auth/login', { body: { ...ADMIN, email: 'Admin@LocalHost' } });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body).sort()).toEqual(['access_token', 'expires_in', 'refresh_token']);
    expect(answer.body.expires_in).toBe(900);
    expect(await me(String(answer.body.access_token))).toBe(200);
  });

  it('does not tell a wrong password from an unknown user', async () => {
    const wrong = await call(api, 'POST /v1/auth/login', { body: { ...ADMIN, password: 'wrong' } });
    const unknown = await call(api, 'POST /v1/auth/login', { body: { email: 'x@localhost', password: 'wrong' } });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid-credentials' } });
    expect({ ...unknown.body, request_id: '' }).toEqual({ ...wrong.body, request_id: '' });
    await login();
  });

  it('locks a user out after some wrong passwords, says for how long, and lets in again after that', async () => {
    const attempt = (password: string) => call(api, 'POST /v1/auth/login', { body: { email: 'b@b', password } });
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await attempt('wrong')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const locked = await attempt('wrong');
    expect(locked).toMatchObject({ status: 429, body: { code: 'too-many-requests' }, headers: { 'retry-after': '1' } });
    api.clock.advance(1_000);
    expect((await attempt('wrong')).status).toBe(401);
    expect((await attempt('wrong')).headers['retry-after']).toBe('2');
    await login();
  });

  it('publishes the key that its tokens are signed with', async () => {
    const { access_token } = await login();
    const { body } = await call<JSONWebKeySet>(api, 'GET /.well-known/jwks.json');
    expect(JSON.stringify(body)).not.toContain('"d"');
    const currentDate = new Date(api.clock());
    const { payload } = await jwtVerify(access_token, createLocalJWKSet(body), { issuer: 'hawser', currentDate });
    expect(payload.exp! - payload.iat!).toBe(900);
  });
});

describe('access token', () => {
  it.each(['', 'x', 'a.b.c', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'])('%j is refused', async (token) => {
    const answer = await call(api, 'GET /v1/me', { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('expires', async () => {
    const { access_token } = await login();
    api.clock.advance(899_000);
    expect(await me(access_token)).toBe(200);
    api.clock.advance(2_000);
    expect(await call(api, 'GET /v1/me', { token: access_token })).toMatchObject(INVALID);
  });

  it('with a changed payload is refused', async () => {
    const [header, payload, signature] = (await login()).access_token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...claims, exp: 9_999_999_999 })).toString('base64url');
    expect(await me(`${header}.${changed}.${signature}`)).toBe(401);
  });
});

describe('refresh', () => {
  it('leaves the token as it was when its successor cannot be stored', async () => {
    const { refresh_token } = await login();
    await api.db.query(`
      CREATE FUNCTION refuse_token() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$;
      CREATE TRIGGER refuse_token BEFORE INSERT ON refresh_tokens EXECUTE FUNCTION refuse_token()`);
    expect((await refresh(refresh_token)).status).toBeGreaterThanOrEqual(500);
    await api.db.query('DROP FUNCTION refuse_token() CASCADE');
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  it('exchanges a token once; using it again ends the whole family at once', async () => {
    const first = await login();
    const second = (await refresh(first.refresh_token)).body;
    expect(await me(second.access_token)).toBe(200);
    expect(await refresh(first.refresh_token)).toMatchObject(INVALID);
    expect(await me(second.access_token)).toBe(401);
    expect(await me(first.access_token)).toBe(401);
    expect(await refresh(second.refresh_token)).toMatchObject(INVALID);
  });

  it('gives one of two callers at once a new pair', async () => {
    const { refresh_token } = await login();
    const answers = await Promise.all([refresh(refresh_token), refresh(refresh_token)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401]);
  });

  it('refuses unknown and expired tokens', async () => {
    expect(await refresh('unknown')).toMatchObject(INVALID);
    expect(await call(api, 'POST /v1/auth/refresh')).toMatchObject(INVALID);
    const { refresh_token } = await login();
    api.clock.advance(604_801_000);
    expect(await refresh(refresh_token)).toMatchObject(INVALID);
  });
});

describe('logout', () => {
  it('ends the session at once, and no other', async () => {
    const [mine, other] = [await login(), await login()];
    expect((await call(api, 'POST /v1/auth/logout', { token: mine.access_token })).status).toBe(204);
    expect(await me(mine.access_token)).toBe(401);
    expect(await refresh(mine.refresh_token)).toMatchObject(INVALID);
    expect(await me(other.access_token)).toBe(200);
  });
});

describe('a session in a cookie', () => {
  const headers = { 'x-hawser-session': 'cookie' };

  it('keeps the refresh token out of the answer, and works with it', async () => {
    const signedIn = await call(api, 'POST /v1/auth/login', { body: ADMIN, headers });
    expect(Object.keys(signedIn.body).sort()).toEqual(['access_token', 'expires_in']);
    const cookie = String(signedIn.headers['set-cookie']);
    expect(cookie).toMatch(/^hawser_session=.*Path=\/v1\/auth; HttpOnly; SameSite=Strict$/);
    expect(cookie).toContain('Max-Age=604800');
    const withCookie = { ...headers, cookie: cookie.split(';')[0]! };
    const renewed = await call(api, 'POST /v1/auth/refresh', { headers: withCookie });
    expect(renewed.status).toBe(200);
    expect(renewed.body.refresh_token).toBeUndefined();
    expect(String(renewed.headers['set-cookie'])).not.toBe(cookie);
    const reused = await call(api, 'POST /v1/auth/refresh', { headers: withCookie });
    expect(reused).toMatchObject(INVALID);
    expect(String(reused.headers['set-cookie'])).toMatch(/^hawser_session=;/);
  });

  it('is gone after logout', async () => {
    const { body } = await call(api, 'POST /v1/auth/login', { body: ADMIN, headers });
    const out = await call(api, 'POST /v1/auth/logout', { token: String(body.access_token) });
    expect(String(out.headers['set-cookie'])).toMatch(/^hawser_session=;/);
  });
});

describe('one-time link', () => {
  it('signs in once', async () => {
    const { body } = await call<{ id: string }>(api, 'GET /v1/me', { token: (await login()).access_token });
    const tokens = createOneTimeTokenRepository(api.db);
    const expiresAt = api.clock() + 60_000;
    await tokens.insert({ tokenHash: hashSecret('link'), purpose: 'sign-in', userId: body.id as never, expiresAt });
    const answer = await call<TokenPair>(api, 'POST /v1/auth/one-time', { body: { token: 'link' } });
    expect(await me(answer.body.access_token)).toBe(200);
    expect(await call(api, 'POST /v1/auth/one-time', { body: { token: 'link' } })).toMatchObject(INVALID);
  });
});
