import { createTestBrowser, freePort, startOidcProvider, type TestOidcProvider } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oidcClient, oidcConfig } from '../../testing/oidc-client.ts';
import { codeAt, enrol, statusOf } from '../../testing/password-users.ts';
import { call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

const STEP_MS = 30_000;

let api: TestApi;
let provider: TestOidcProvider;
let base: string;
let admin: string;

beforeAll(async () => {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  provider = await startOidcProvider({ client: oidcClient(base), claimsInIdToken: true });
  api = await startTestApi({ port, oidc: oidcConfig(provider.issuer, base) });
  admin = (await setUp(api)).access_token;
  await api.role.start();
  for (const [account, mfa] of [
    ['strict', true],
    ['lenient', false],
  ] as const) {
    await call(api, 'POST /v1/sys/accounts', { token: admin, body: { name: account } });
    await call(api, `PATCH /v1/${account}/settings`, { token: admin, body: { mfa_required: mfa } });
    const body = { group: account, role: 'admin', descendants: false };
    await call(api, `POST /v1/${account}/oidc-mappings`, { token: admin, body });
  }
});
afterAll(async () => {
  await api.close();
  await provider.stop();
});

/** Signs a person in at the provider, which says what `claims` say. */
async function signIn(login: string, group: string, claims: object = {}) {
  const email = `${login}@acme.example`;
  provider.people.set(login, { email, email_verified: true, name: login, groups: [group], ...claims });
  const browser = createTestBrowser();
  const isHome = (url: URL) => url.origin === base && !url.pathname.startsWith('/v1/');
  const form = await browser.open(`${base}/v1/auth/oidc?next=/a/${group}`, isHome);
  const { url } = await browser.submit(form.url.href, { prompt: 'login', login, password: 'x' }, isHome);
  const headers = { cookie: browser.cookies(`${base}/v1/auth/refresh`), 'x-hawser-session': 'cookie' };
  const { status, body } = await call<{ access_token: string }>(api, 'POST /v1/auth/refresh', { headers });
  return { url, token: status === 200 ? body.access_token : null };
}

const due = async (token: string | null) =>
  (await call<{ due: boolean }>(api, 'GET /v1/me/totp', { token: token ?? '' })).body.due;
const isLetIn = async (token: string | null, account: string) =>
  (await call(api, `GET /v1/${account}/agents`, { token: token ?? '' })).status;

describe('an account that asks its users for a second factor', () => {
  it('is satisfied when the provider says that it has asked for one', async () => {
    const { token, url } = await signIn('ada', 'strict', { amr: ['pwd', 'mfa', 'otp'] });
    expect(url.pathname).toBe('/a/strict');
    expect(await due(token)).toBe(false);
    expect(await isLetIn(token, 'strict')).toBe(200);
  });

  it('has it set up here when the provider says nothing, and from then on asked for here', async () => {
    const { token } = await signIn('bea', 'strict');
    expect(await due(token)).toBe(true);
    expect(await isLetIn(token, 'strict')).toBe(403);
    const { secret } = await enrol(api, token ?? '');
    expect(await due(token)).toBe(false);
    expect(await isLetIn(token, 'strict')).toBe(200);

    api.clock.advance(2 * STEP_MS);
    const again = await signIn('bea', 'strict');
    expect(again.token).toBeNull();
    expect(again.url.pathname + again.url.search).toBe('/sign-in?next=%2Fa%2Fstrict');
    const challenge = new URLSearchParams(again.url.hash.slice(1)).get('challenge');
    const body = { challenge, code: codeAt(secret, api.clock()) };
    const given = await call<{ access_token: string }>(api, 'POST /v1/auth/second-factor', { body });
    expect(given.status).toBe(200);
    expect(await isLetIn(given.body.access_token, 'strict')).toBe(200);
    // Both halves are in the audit, like those of a sign-in with a password.
    const { body: entries } = await call<{ items: { action: string; outcome: string; code: string | null }[] }>(
      api,
      'GET /v1/strict/audit?limit=10',
      { token: admin },
    );
    expect(entries.items).toContainEqual(
      expect.objectContaining({ outcome: 'denied', code: 'second-factor-required' }),
    );
  });

  it('asks for no code here when the provider has asked for one', async () => {
    const { url, token } = await signIn('bea', 'strict', { amr: ['mfa'] });
    expect(url.pathname).toBe('/a/strict');
    expect(await statusOf(api, token ?? '')).toBe(200);
  });

  it('asks those who are signed in as soon as it begins to', async () => {
    const [silent, proved] = [await signIn('cas', 'lenient'), await signIn('dan', 'lenient', { amr: ['mfa'] })];
    expect([await isLetIn(silent.token, 'lenient'), await isLetIn(proved.token, 'lenient')]).toEqual([200, 200]);
    await call(api, 'PATCH /v1/lenient/settings', { token: admin, body: { mfa_required: true } });
    expect([await isLetIn(silent.token, 'lenient'), await isLetIn(proved.token, 'lenient')]).toEqual([403, 200]);
  });
});

it('tells who has no password, so that nobody takes a second factor that is left to the provider for one that is off', async () => {
  const { body } = await call<{ items: object[] }>(api, 'GET /v1/strict/users', { token: admin });
  expect(body.items).toContainEqual(
    expect.objectContaining({ email: 'ada@acme.example', has_password: false, second_factor: false }),
  );
});
