import type { AccountId } from '@hawser/core';
import { waitFor } from '@hawser/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AccountSecurity, DEFAULT_ACCOUNT_SECURITY } from '../../sessions/security-policy.ts';
import { LiveClient } from '../../testing/live-client.ts';
import { addUser, enrol, login, PASSWORD, signIn, statusOf, type TokenPair } from '../../testing/password-users.ts';
import { type Answer, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

const NEW_PASSWORD = 'ten loud lighthouses';

interface Listed {
  readonly id: string;
  readonly current: boolean;
  readonly user_agent: string;
  readonly last_used_at: string;
}

let api: TestApi;
let url: string;
let account: AccountId;
let policy: AccountSecurity = DEFAULT_ACCOUNT_SECURITY;
let email: string;
let users = 0;

beforeAll(async () => {
  api = await startTestApi({}, { securityPolicy: async () => policy });
  account = (await setUp(api)).account.id as AccountId;
  ({ url } = await api.role.start());
});
beforeEach(async () => {
  policy = DEFAULT_ACCOUNT_SECURITY;
  users += 1;
  email = `user-${users}@example.org`;
  await addUser(api, { email, account });
  await api.db.query('TRUNCATE sign_in_failures');
});
afterAll(() => api.close());

const sessions = async (token: string): Promise<Listed[]> =>
  (await call<{ items: Listed[] }>(api, 'GET /v1/me/sessions', { token })).body.items;

const refresh = (refresh_token: string): Promise<Answer<TokenPair>> =>
  call(api, 'POST /v1/auth/refresh', { body: { refresh_token }, headers: { 'user-agent': 'renewer' } });

async function liveClient(access_token: string): Promise<LiveClient> {
  const client = await new LiveClient(url).open();
  client.send({ type: 'authenticate', access_token });
  await client.next('authenticated');
  return client;
}

const closed = (client: LiveClient) => waitFor(() => client.closed ?? undefined, { what: 'the connection to end' });

describe('own sessions', () => {
  it('are listed with where and when they were used', async () => {
    await login(api, email, PASSWORD, { 'user-agent': 'phone' });
    api.clock.advance(1_000);
    const laptop = (await login(api, email, PASSWORD, { 'user-agent': 'laptop' })).body;
    expect(await sessions(laptop.access_token)).toMatchObject([
      { current: true, user_agent: 'laptop', address: '127.0.0.1' },
      { current: false, user_agent: 'phone' },
    ]);
    api.clock.advance(60_000);
    const renewed = (await refresh(laptop.refresh_token)).body;
    const [current] = await sessions(renewed.access_token);
    expect(current).toMatchObject({ current: true, user_agent: 'renewer' });
    expect(Date.parse(current!.last_used_at)).toBe(api.clock());
  });

  it('can be ended one by one, at once, by their user only', async () => {
    const [phone, laptop] = [await signIn(api, email), await signIn(api, email)];
    const other = (await sessions(laptop.access_token)).find(({ current }) => !current)!;
    const end = `DELETE /v1/me/sessions/${other.id}` as const;
    const stranger = (await signIn(api, 'admin@localhost', 'seven green ferries')).access_token;
    expect((await call(api, end, { token: stranger })).status).toBe(404);
    expect((await call(api, end, { token: laptop.access_token })).status).toBe(204);
    expect(await statusOf(api, phone.access_token)).toBe(401);
    expect((await refresh(phone.refresh_token)).status).toBe(401);
    expect(await statusOf(api, laptop.access_token)).toBe(200);
    expect((await call(api, end, { token: laptop.access_token })).status).toBe(404);
  });

  it('end everywhere at once, with live connections, trust in browsers and half-done sign-ins', async () => {
    const [phone, laptop] = [await signIn(api, email), await signIn(api, email)];
    const stranger = (await signIn(api, 'admin@localhost', 'seven green ferries')).access_token;
    const [live, strangerLive] = [await liveClient(phone.access_token), await liveClient(stranger)];
    const { recoveryCodes } = await enrol(api, laptop.access_token);
    const { challenge } = (await login(api, email)).body;
    const out = await call(api, 'POST /v1/me/sign-out-everywhere', { token: laptop.access_token });
    expect(out.status).toBe(204);
    expect((await closed(live)).code).toBe(4401);
    for (const { access_token, refresh_token } of [phone, laptop]) {
      expect(await statusOf(api, access_token)).toBe(401);
      expect((await refresh(refresh_token)).status).toBe(401);
    }
    const body = { challenge, recovery_code: recoveryCodes[0] };
    expect((await call(api, 'POST /v1/auth/second-factor', { body })).status).toBe(401);
    expect(await statusOf(api, stranger)).toBe(200);
    expect(strangerLive.closed).toBeNull();
    strangerLive.close();
  });

  it('end after the time that the account gives them, however often they are renewed', async () => {
    policy = { ...policy, sessionSeconds: 1_000 };
    const first = await signIn(api, email);
    expect(first.expires_in).toBe(900);
    api.clock.advance(600_000);
    const second = (await refresh(first.refresh_token)).body;
    expect(second.expires_in).toBe(400);
    api.clock.advance(399_000);
    expect(await statusOf(api, second.access_token)).toBe(200);
    api.clock.advance(2_000);
    expect(await statusOf(api, second.access_token)).toBe(401);
    expect((await refresh(second.refresh_token)).status).toBe(401);
  });
});

describe('changing the own password', () => {
  const change = (token: string, current_password: string, new_password: string) =>
    call(api, 'POST /v1/me/password', { token, body: { current_password, new_password } });

  it('ends the other sessions and keeps this one', async () => {
    const [phone, laptop] = [await signIn(api, email), await signIn(api, email)];
    const live = await liveClient(phone.access_token);
    expect((await change(laptop.access_token, PASSWORD, NEW_PASSWORD)).status).toBe(204);
    expect((await closed(live)).code).toBe(4401);
    expect(await statusOf(api, phone.access_token)).toBe(401);
    expect((await refresh(laptop.refresh_token)).status).toBe(200);
    expect((await login(api, email)).status).toBe(401);
    expect((await login(api, email, NEW_PASSWORD)).status).toBe(200);
  });

  it('needs the present one, and slows guessing it', async () => {
    const { access_token } = await signIn(api, email);
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await change(access_token, 'wrong', NEW_PASSWORD));
    expect(answers[0]).toMatchObject({ status: 403, body: { code: 'wrong-proof' } });
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 429]);
    expect((await login(api, email)).status).toBe(429);
  });

  it.each([
    ['short', 'too short', 'fewer than 14'],
    ['of 13 characters when the account wants 14', 'x7#kQ!2Lz0p9w', 'fewer than 14'],
    ['common', 'passwordpassword', 'most common'],
    ['with the own name', 'i am user-user-user-9', 'e-mail name'],
  ])('refuses one that is %s', async (_, password, reason) => {
    policy = { ...policy, passwordMinLength: 14 };
    await addUser(api, { email: 'user-user@example.org', account }).catch(() => undefined);
    const { access_token } = await signIn(api, 'user-user@example.org');
    const answer = await change(access_token, PASSWORD, password);
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(answer.body.detail).toContain(reason);
  });
});
