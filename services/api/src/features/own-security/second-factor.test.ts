import type { AccountId, UserId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AccountSecurity, DEFAULT_ACCOUNT_SECURITY } from '../../sessions/security-policy.ts';
import { LiveClient } from '../../testing/live-client.ts';
import {
  addUser,
  codeAt,
  enrol,
  login,
  PASSWORD,
  signIn,
  statusOf,
  type TokenPair,
} from '../../testing/password-users.ts';
import { type Answer, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

const STEP_MS = 30_000;
const INVALID = { status: 401, body: { code: 'invalid-token' } };
const WRONG = { status: 401, body: { code: 'invalid-credentials' } };

let api: TestApi;
let account: AccountId;
let policy: AccountSecurity = DEFAULT_ACCOUNT_SECURITY;
let email: string;
let userId: UserId;
let users = 0;

beforeAll(async () => {
  api = await startTestApi({}, { securityPolicy: async () => policy });
  account = (await setUp(api)).account.id as AccountId;
});
beforeEach(async () => {
  policy = DEFAULT_ACCOUNT_SECURITY;
  users += 1;
  email = `user-${users}@example.org`;
  userId = await addUser(api, { email, account });
  await api.db.query('TRUNCATE sign_in_failures');
  // Past the code that the test before used.
  api.clock.advance(10 * STEP_MS);
});
afterAll(() => api.close());

const challenge = async (): Promise<string> => (await login(api, email)).body.challenge;

const give = (body: object, headers: Record<string, string> = {}): Promise<Answer<TokenPair>> =>
  call(api, 'POST /v1/auth/second-factor', { body, headers });

/** Enrols the user; the code that did it is used up. */
async function enrolled(): Promise<{ secret: string; recoveryCodes: string[]; token: string }> {
  const token = (await signIn(api, email)).access_token;
  const enrolment = await enrol(api, token);
  api.clock.advance(STEP_MS);
  return { ...enrolment, token };
}

describe('enrolment', () => {
  it('shows the secret and its QR code, and asks for nothing until a code is confirmed', async () => {
    const { access_token: token } = await signIn(api, email);
    const { status, body, headers } = await call<Record<string, string>>(api, 'POST /v1/me/totp', { token });
    expect(status).toBe(201);
    expect(headers['cache-control']).toBe('no-store');
    expect(body.uri).toMatch(/^otpauth:\/\/totp\/Hawser:user-\d+%40example\.org\?issuer=Hawser&secret=[A-Z2-7]{32}&/);
    expect(body.uri).toContain(body.secret);
    const svg = Buffer.from(body.qr!.replace('data:image/svg+xml;base64,', ''), 'base64').toString();
    expect(svg).toMatch(/^<svg .*<\/svg>\s*$/s);
    expect(await call(api, 'GET /v1/me/totp', { token })).toMatchObject({
      body: { enabled: false, enabled_at: null, required: false, recommended: false, recovery_codes_left: 0 },
    });
    expect((await login(api, email)).status).toBe(200);
  });

  it('is finished by a right code only, and gives ten recovery codes', async () => {
    const { access_token: token } = await signIn(api, email);
    const { body } = await call<{ secret: string }>(api, 'POST /v1/me/totp', { token });
    const confirm = (code: string) =>
      call<{ recovery_codes: string[] }>(api, 'POST /v1/me/totp/confirm', { token, body: { code } });
    const old = codeAt(body.secret, api.clock() - 3 * STEP_MS);
    expect(await confirm(old)).toMatchObject({ status: 403, body: { code: 'wrong-proof' } });
    const confirmed = await confirm(codeAt(body.secret, api.clock() - STEP_MS));
    expect(new Set(confirmed.body.recovery_codes).size).toBe(10);
    expect(confirmed.body.recovery_codes[0]).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
    expect(await call(api, 'GET /v1/me/totp', { token })).toMatchObject({
      body: { enabled: true, recovery_codes_left: 10 },
    });
    expect((await confirm('000000')).status).toBe(409);
    expect(await call(api, 'POST /v1/me/totp', { token })).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('has to begin again after an hour', async () => {
    const { access_token: token } = await signIn(api, email);
    const { body } = await call<{ secret: string }>(api, 'POST /v1/me/totp', { token });
    api.clock.advance(3_600_000);
    const fresh = await signIn(api, email);
    const code = codeAt(body.secret, api.clock());
    const late = await call(api, 'POST /v1/me/totp/confirm', { token: fresh.access_token, body: { code } });
    expect(late).toMatchObject({ status: 409 });
  });

  it('leaves nothing in the database that one can sign in with', async () => {
    const { secret, recoveryCodes } = await enrolled();
    const [row] = await api.db.query<{ secret: Uint8Array }>('SELECT secret FROM user_totp WHERE user_id = $1', [
      userId,
    ]);
    const codes = await api.db.query<{ code_hash: Uint8Array }>('SELECT code_hash FROM recovery_codes');
    const stored = [row!.secret, ...codes.map(({ code_hash }) => code_hash)].map((bytes) => Buffer.from(bytes));
    for (const plain of [Buffer.from(secret), ...recoveryCodes.map((code) => Buffer.from(code))]) {
      expect(stored.some((bytes) => bytes.includes(plain))).toBe(false);
    }
  });
});

describe('sign-in with a second factor', () => {
  it('needs both halves', async () => {
    const { secret } = await enrolled();
    const first = await login(api, email);
    expect(first).toMatchObject({ status: 401, body: { code: 'second-factor-required' } });
    expect(first.body).not.toHaveProperty('access_token');
    const second = await give({ challenge: first.body.challenge, code: codeAt(secret, api.clock()) });
    expect(second.status).toBe(200);
    expect(Object.keys(second.body).sort()).toEqual(['access_token', 'expires_in', 'refresh_token']);
    expect(await statusOf(api, second.body.access_token)).toBe(200);
  });

  it('takes a code once, also of two requests at the same time', async () => {
    const { secret } = await enrolled();
    const challenges = [await challenge(), await challenge(), await challenge()];
    const code = codeAt(secret, api.clock());
    const answers = await Promise.all(challenges.slice(0, 2).map((each) => give({ challenge: each, code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(await give({ challenge: challenges[2], code })).toMatchObject(WRONG);
    const before = codeAt(secret, api.clock() - STEP_MS);
    expect(await give({ challenge: challenges[2], code: before })).toMatchObject(WRONG);
  });

  it('takes codes of a clock that is a little off, and no others', async () => {
    const { secret } = await enrolled();
    api.clock.advance(5 * STEP_MS);
    const tryAt = async (offset: number) =>
      (await give({ challenge: await challenge(), code: codeAt(secret, api.clock() + offset) })).status;
    expect(await tryAt(-2 * STEP_MS)).toBe(401);
    expect(await tryAt(2 * STEP_MS)).toBe(401);
    expect(await tryAt(-STEP_MS)).toBe(200);
    expect(await tryAt(STEP_MS)).toBe(200);
  });

  it('takes a challenge once, for five minutes and five tries', async () => {
    const { secret } = await enrolled();
    const right = () => codeAt(secret, api.clock());
    expect(await give({ challenge: 'unknown', code: right() })).toMatchObject(INVALID);
    const expired = await challenge();
    api.clock.advance(5 * 60_000);
    expect(await give({ challenge: expired, code: right() })).toMatchObject(INVALID);
    const used = await challenge();
    expect((await give({ challenge: used, code: right() })).status).toBe(200);
    api.clock.advance(STEP_MS);
    expect(await give({ challenge: used, code: right() })).toMatchObject(INVALID);
    policy = { ...policy, lockout: { ...policy.lockout, freeTries: 100 } };
    const tried = await challenge();
    for (let i = 0; i < 5; i++) expect(await give({ challenge: tried, code: '000000' })).toMatchObject(WRONG);
    expect(await give({ challenge: tried, code: right() })).toMatchObject(INVALID);
  });

  it('slows guessing of codes with ever new challenges', async () => {
    await enrolled();
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await give({ challenge: await challenge(), code: '000000' })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('wants exactly one of code and recovery code', async () => {
    const { recoveryCodes } = await enrolled();
    const both = { challenge: await challenge(), code: '000000', recovery_code: recoveryCodes[0] };
    expect(await give(both)).toMatchObject({ status: 422 });
    expect(await give({ challenge: both.challenge })).toMatchObject({ status: 422 });
  });

  it('is over for a challenge when the user is disabled meanwhile', async () => {
    const { secret } = await enrolled();
    const waiting = await challenge();
    await api.db.query('UPDATE users SET disabled = true WHERE id = $1', [userId]);
    expect(await give({ challenge: waiting, code: codeAt(secret, api.clock()) })).toMatchObject(INVALID);
  });
});

describe('recovery codes', () => {
  it('work once each, however they are typed', async () => {
    const { recoveryCodes, token } = await enrolled();
    const [code] = recoveryCodes;
    const typed = ` ${code!.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O')} `;
    expect((await give({ challenge: await challenge(), recovery_code: typed })).status).toBe(200);
    expect(await give({ challenge: await challenge(), recovery_code: code })).toMatchObject(WRONG);
    expect((await call(api, 'GET /v1/me/totp', { token })).body.recovery_codes_left).toBe(9);
  });

  it('can be replaced by whoever knows the password', async () => {
    const { recoveryCodes, token } = await enrolled();
    const renew = (body: object) =>
      call<{ recovery_codes: string[] }>(api, 'POST /v1/me/totp/recovery-codes', { token, body });
    expect(await renew({ password: 'wrong' })).toMatchObject({ status: 403, body: { code: 'wrong-proof' } });
    expect(await renew({})).toMatchObject({ status: 422 });
    const renewed = await renew({ password: PASSWORD });
    expect(await give({ challenge: await challenge(), recovery_code: recoveryCodes[1] })).toMatchObject(WRONG);
    const [fresh] = renewed.body.recovery_codes;
    expect((await give({ challenge: await challenge(), recovery_code: fresh })).status).toBe(200);
  });
});

describe('a trusted browser', () => {
  async function trust(): Promise<{ cookie: string; token: string }> {
    const { secret } = await enrolled();
    const body = { challenge: await challenge(), code: codeAt(secret, api.clock()), trust_browser: true };
    const answer = await give(body, { 'user-agent': 'a browser' });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^hawser_browser=[\w-]{43}; Max-Age=2592000; Path=\/v1\/auth; HttpOnly; SameSite=Strict$/);
    return { cookie: cookie.split(';')[0]!, token: answer.body.access_token };
  }

  it('is not asked for a code for 30 days, for its user only', async () => {
    const { cookie } = await trust();
    expect((await login(api, email, PASSWORD, { cookie })).status).toBe(200);
    expect((await login(api, email, 'wrong', { cookie })).status).toBe(401);
    const other = `other-${users}@example.org`;
    await addUser(api, { email: other, account });
    await enrol(api, (await signIn(api, other)).access_token);
    expect((await login(api, other, PASSWORD, { cookie })).body.code).toBe('second-factor-required');
    api.clock.advance(30 * 86_400_000);
    expect((await login(api, email, PASSWORD, { cookie })).body.code).toBe('second-factor-required');
  });

  it('is listed and can be forgotten by its user', async () => {
    const { cookie, token } = await trust();
    const list = () => call<{ items: { id: string }[] }>(api, 'GET /v1/me/trusted-browsers', { token });
    const { items } = (await list()).body;
    expect(items).toEqual([expect.objectContaining({ user_agent: 'a browser', address: '127.0.0.1' })]);
    const stranger = (await signIn(api, 'admin@localhost', 'seven green ferries')).access_token;
    const forget = `DELETE /v1/me/trusted-browsers/${items[0]!.id}` as const;
    expect((await call(api, forget, { token: stranger })).status).toBe(404);
    expect((await call(api, forget, { token })).status).toBe(204);
    expect((await list()).body.items).toEqual([]);
    expect((await login(api, email, PASSWORD, { cookie })).body.code).toBe('second-factor-required');
  });
});

describe('turning the second factor off', () => {
  const remove = (token: string, body: object) => call(api, 'DELETE /v1/me/totp', { token, body });

  it('needs the password or a code', async () => {
    const { secret, token } = await enrolled();
    expect(await remove(token, { password: 'wrong' })).toMatchObject({ status: 403, body: { code: 'wrong-proof' } });
    expect(await remove(token, { code: '000000' })).toMatchObject({ status: 403, body: { code: 'wrong-proof' } });
    expect(await remove(token, {})).toMatchObject({ status: 422 });
    const waiting = await challenge();
    expect((await remove(token, { code: codeAt(secret, api.clock()) })).status).toBe(204);
    expect((await login(api, email)).status).toBe(200);
    expect(await give({ challenge: waiting, code: codeAt(secret, api.clock()) })).toMatchObject(INVALID);
    expect(await remove(token, { password: PASSWORD })).toMatchObject({ status: 409 });
  });
});

describe('an account that asks for a second factor', () => {
  beforeEach(() => {
    policy = { ...policy, mfaRequired: true };
  });

  it('lets a user without one do nothing but set it up', async () => {
    api.clock.advance(6_000);
    const { access_token: token } = await signIn(api, email);
    const refused = { status: 403, body: { code: 'second-factor-enrolment-required' } };
    for (const request of ['GET /v1/demo/agents', 'GET /v1/me/sessions', 'GET /v1/_/accounts'] as const) {
      const answer = await call(api, request, { token });
      expect(answer).toMatchObject(refused);
      expect(answer.body.hint).toContain('POST /v1/me/totp');
    }
    expect((await call(api, 'GET /v1/me/totp', { token })).body).toMatchObject({ required: true, enabled: false });
    expect(await statusOf(api, token)).toBe(200);
    await enrol(api, token);
    expect((await call(api, 'GET /v1/demo/agents', { token })).status).toBe(200);
    const password = { password: PASSWORD };
    expect((await call(api, 'DELETE /v1/me/totp', { token, body: password })).status).toBe(204);
    expect(await call(api, 'GET /v1/demo/agents', { token })).toMatchObject(refused);
  });

  it('lets such a user see nothing live either', async () => {
    const { access_token } = await signIn(api, email);
    const client = await new LiveClient((await api.role.start()).url).open();
    client.send({ type: 'authenticate', access_token });
    expect(await client.next('error')).toMatchObject({ code: 'second-factor-enrolment-required' });
    client.send({ type: 'subscribe', id: 's', account: '_' });
    expect(await client.next('error', ({ id }) => id === 's')).toMatchObject({ code: 'unauthenticated' });
    client.close();
  });
});
