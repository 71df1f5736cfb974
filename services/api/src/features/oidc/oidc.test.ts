import {
  createTestBrowser,
  freePort,
  startOidcProvider,
  type TestBrowser,
  type TestOidcProvider,
  type TestOidcProviderOptions,
} from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OidcConfig } from '../../oidc/oidc-config.ts';
import { contentsOf } from '../../testing/contents.ts';
import { oidcClient, oidcConfig } from '../../testing/oidc-client.ts';
import { ADMIN, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
let provider: TestOidcProvider;
let base: string;
let admin: string;
let options: TestOidcProviderOptions;
let oidc: OidcConfig;

beforeAll(async () => {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  options = { client: oidcClient(base) };
  provider = await startOidcProvider(options);
  oidc = oidcConfig(provider.issuer, base);
  api = await startTestApi({ port, oidc });
  admin = (await setUp(api)).access_token;
  await api.role.start();
  await call(api, 'POST /v1/sys/accounts', { token: admin, body: { name: 'acme' } });
  await call(api, 'POST /v1/acme/accounts', { token: admin, body: { name: 'acme-north' } });
  await map('acme', 'operators', 'operator', true);
  await map('acme', 'everybody', 'viewer');
  await map('acme-north', 'north', 'viewer');
  await map('demo', 'demo-people', 'viewer');
});
afterAll(async () => {
  await api.close();
  await provider.stop();
});

async function map(account: string, group: string, role: string, descendants = false): Promise<string> {
  const body = { group, role, descendants };
  const answer = await call<{ id: string }>(api, `POST /v1/${account}/oidc-mappings`, { token: admin, body });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

function person(login: string, groups: string[], claims: object = {}): string {
  provider.people.set(login, { email: `${login}@acme.example`, email_verified: true, name: login, groups, ...claims });
  return login;
}

const isHome = (url: URL): boolean => url.origin === base && !url.pathname.startsWith('/v1/');

const isBack = (url: URL): boolean => url.pathname === '/v1/auth/oidc/callback';

/** Signs in as a person does; the last page is one of the dashboard. */
async function signIn(login: string, { browser = createTestBrowser(), query = '' } = {}) {
  const form = await browser.open(`${base}/v1/auth/oidc${query}`, isHome);
  const page = isHome(form.url)
    ? form
    : await browser.submit(form.url.href, { prompt: 'login', login, password: 'x' }, isHome);
  return { browser, page };
}

const refusal = async (login: string, query = '') =>
  (await signIn(login, { query })).page.url.searchParams.get('refused');

interface Me {
  email: string;
  account: { name: string };
  grants: { role: string; account: string; descendants: boolean }[];
}

async function tokenOf(browser: TestBrowser): Promise<string> {
  const headers = { cookie: browser.cookies(`${base}/v1/auth/refresh`), 'x-hawser-session': 'cookie' };
  const answer = await call<{ access_token: string }>(api, 'POST /v1/auth/refresh', { headers });
  expect(answer.status).toBe(200);
  return answer.body.access_token;
}

const meOf = async (token: string) => (await call<Me>(api, 'GET /v1/me', { token })).body;

describe('signing in', () => {
  it('is offered by name', async () => {
    const { body } = await call(api, 'GET /v1/auth/methods');
    expect(body).toEqual({ oidc: { name: 'Test ID', url: '/v1/auth/oidc' } });
  });

  it('makes a user with the roles of the groups, without a password, and goes on to the page', async () => {
    const { browser, page } = await signIn(person('ada', ['operators', 'everybody', 'other']), {
      query: '?next=/a/acme',
    });
    expect(page.url.href).toBe(`${base}/a/acme`);
    const me = await meOf(await tokenOf(browser));
    expect(me).toMatchObject({ email: 'ada@acme.example', name: 'ada', account: { name: 'acme' } });
    expect(me.grants.map(({ role, descendants }) => [role, descendants]).sort()).toEqual([
      ['operator', true],
      ['viewer', false],
    ]);
    const body = { email: 'ada@acme.example', password: 'x' };
    expect((await call(api, 'POST /v1/auth/login', { body })).body.code).toBe('invalid-credentials');
  });

  it('refreshes the roles at each sign-in, and ends all sessions of who has none any more', async () => {
    const { browser } = await signIn(person('bea', ['operators']));
    const before = await tokenOf(browser);
    person('bea', ['everybody']);
    const again = await signIn('bea');
    expect((await meOf(await tokenOf(again.browser))).grants).toEqual([
      { role: 'viewer', account: 'acme', descendants: false, fleet: null },
    ]);
    person('bea', []);
    expect(await refusal('bea')).toBe('no-role');
    expect((await call(api, 'GET /v1/me', { token: before })).status).toBe(401);
    person('bea', ['everybody'], { email: 'changed@acme.example' });
    const { browser: back } = await signIn('bea');
    expect((await meOf(await tokenOf(back))).email).toBe('bea@acme.example');
  });

  it('takes the account above the others, or the one that was asked for; else it refuses', async () => {
    const account = async (login: string, query = '') =>
      (await meOf(await tokenOf((await signIn(login, { query })).browser))).account.name;
    expect(await account(person('cy', ['north', 'everybody']))).toBe('acme');
    expect(await account(person('dee', ['north', 'everybody']), '?account=acme-north')).toBe('acme-north');
    expect(await refusal(person('eve', ['demo-people', 'everybody']))).toBe('ambiguous-account');
    expect(await account('eve', '?account=demo')).toBe('demo');
    expect(await account('eve', '?account=acme')).toBe('demo');
  });

  it.each([
    ['no-role', ['strangers'], {}],
    ['email-missing', ['everybody'], { email: undefined }],
    ['email-missing', ['everybody'], { email: 'not one' }],
    ['email-unverified', ['everybody'], { email_verified: false }],
    ['email-taken', ['everybody'], { email: ADMIN.email }],
  ])('is refused as %s with the groups %j and %j', async (reason, groups, claims) => {
    expect(await refusal(person(`new-${Math.random()}`, groups, claims))).toBe(reason);
  });

  it('does not take away the last administrator of the installation', async () => {
    await map('sys', 'root-admins', 'admin', true);
    await signIn(person('ruth', ['root-admins']));
    const setDisabled = (disabled: boolean) =>
      api.db.query('UPDATE users SET disabled = $2 WHERE email = $1', [ADMIN.email, disabled]);
    await setDisabled(true);
    person('ruth', []);
    expect(await refusal('ruth')).toBe('last-administrator');
    const grants = "SELECT g.id FROM grants g JOIN users u ON u.id = g.user_id WHERE u.email = 'ruth@acme.example'";
    expect(await api.db.query(grants)).toHaveLength(1);
    await setDisabled(false);
    expect(await refusal('ruth')).toBe('no-role');
    expect(await api.db.query(grants)).toHaveLength(0);
  });

  it('is in the audit, also when it is refused', async () => {
    const entries = (email: string) =>
      api.db.query(
        `SELECT a.name AS account, actor_kind, actor_name, outcome, code, before, after
         FROM audit_entries e LEFT JOIN accounts a ON a.id = e.account_id
         WHERE action = 'session.sign_in' AND resource_name = $1 ORDER BY e.correlation_id`,
        [email],
      );
    await signIn(person('mia', ['operators']));
    const email = 'mia@acme.example';
    expect(await entries(email)).toEqual([
      {
        account: 'acme',
        actor_kind: 'user',
        actor_name: email,
        outcome: 'success',
        code: null,
        before: { grants: [] },
        after: { grants: ['operator in acme and below'] },
      },
    ]);
    person('mia', []);
    expect(await refusal('mia')).toBe('no-role');
    const refused = { account: 'acme', actor_kind: 'anonymous', outcome: 'denied', code: 'forbidden' };
    const lost = { before: { grants: ['operator in acme and below'] }, after: { grants: [] } };
    expect((await entries(email))[1]).toMatchObject({ ...refused, ...lost });
    // From then on it is an attempt like any other.
    expect(await refusal('mia')).toBe('no-role');
    expect((await entries(email))[2]).toMatchObject({ ...refused, before: null, after: null });
    expect(await refusal(person('nia', ['strangers']))).toBe('no-role');
    expect(await entries('nia@acme.example')).toMatchObject([{ account: 'sys', outcome: 'denied' }]);
  });

  it('neither makes a user nor takes rights away when the entry cannot be written', async () => {
    await signIn(person('kim', ['operators']));
    const contents = await contentsOf(api.db);
    await api.db.query(`CREATE FUNCTION refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'no entries are taken now'; END $$;
      CREATE TRIGGER refuse_entries BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_entry()`);
    person('kim', []);
    try {
      for (const login of ['kim', person('lou', ['operators'])]) {
        const { browser, page } = await signIn(login);
        expect(page.status).toBeGreaterThanOrEqual(500);
        expect(browser.cookies(`${base}/v1/auth/refresh`)).not.toContain('hawser_session');
      }
    } finally {
      await api.db.query('DROP TRIGGER refuse_entries ON audit_entries; DROP FUNCTION refuse_entry()');
    }
    expect(await contentsOf(api.db)).toEqual(contents);
  });

  it('is refused for a disabled user', async () => {
    const { browser } = await signIn(person('fay', ['everybody']));
    const token = await tokenOf(browser);
    await api.db.query("UPDATE users SET disabled = true WHERE email = 'fay@acme.example'");
    api.clock.advance(10_000);
    expect((await call(api, 'GET /v1/me', { token })).status).toBe(401);
    expect(await refusal('fay')).toBe('disabled');
  });

  it.each([
    '//evil.example',
    'https://evil.example/',
    '/\\evil.example',
    '/a/../..//evil.example',
    '/a/\\evil.example',
  ])('never goes on to %s', async (next) => {
    const { page } = await signIn(person('gus', ['everybody']), { query: `?next=${encodeURIComponent(next)}` });
    expect(page.url.origin).toBe(base);
    expect(page.headers.get('location')).toMatch(`${base}/`);
  });
});

describe('a user who was there before', () => {
  async function local(email: string, account: string): Promise<void> {
    await api.db.query(
      `INSERT INTO users (id, account_id, email, password_hash)
       SELECT gen_random_uuid(), id, $1, 'none' FROM accounts WHERE name = $2`,
      [email, account],
    );
  }
  const policy = (account: string, link_by_email: boolean) =>
    api.role.app.inject({
      method: 'PUT',
      url: `/v1/${account}/oidc-policy`,
      headers: { authorization: `Bearer ${admin}` },
      payload: { link_by_email },
    });

  it('is taken over by a verified address only, and only where the account wants it', async () => {
    await local('hal@acme.example', 'acme');
    expect(await refusal(person('hal', ['everybody']))).toBe('email-taken');
    expect((await policy('acme', true)).json()).toEqual({ link_by_email: true });
    expect(await refusal(person('hal', ['everybody'], { email_verified: undefined }))).toBe('email-taken');
    expect(await refusal(person('hal', ['everybody'], { email_verified: false }))).toBe('email-unverified');
    const { browser } = await signIn(person('hal', ['everybody']));
    expect((await meOf(await tokenOf(browser))).email).toBe('hal@acme.example');
    expect(await refusal(person('hal-2', ['everybody'], { email: 'hal@acme.example' }))).toBe('email-taken');
  });

  it('is not when they belong to another account, or to the root account', async () => {
    await local('ida@acme.example', 'demo');
    expect(await refusal(person('ida', ['everybody']))).toBe('email-taken');
    await map('sys', 'root-people', 'viewer');
    expect((await policy('sys', true)).statusCode).toBe(422);
    await api.db.query("UPDATE accounts SET oidc_link_by_email = true WHERE name = 'sys'");
    expect(await refusal(person('joe', ['root-people'], { email: ADMIN.email }))).toBe('email-taken');
  });
});

describe('signing out', () => {
  it('ends the session here at once, and at the provider', async () => {
    const { browser } = await signIn(person('kim', ['everybody']));
    const token = await tokenOf(browser);
    const headers = { cookie: browser.cookies(`${base}/v1/auth/oidc/logout`) };
    const answer = await call<{ end_session_url: string }>(api, 'POST /v1/auth/oidc/logout', { token, headers });
    expect(answer.status).toBe(200);
    expect((await call(api, 'GET /v1/me', { token })).status).toBe(401);
    const form = await browser.open(answer.body.end_session_url);
    const xsrf = /name="xsrf" value="(\w+)"/.exec(form.text)?.[1] ?? '';
    const out = await browser.submit(`${provider.issuer}/session/end/confirm`, { xsrf, logout: 'yes' }, isHome);
    expect(out.url.href).toBe(`${base}/sign-in`);
    // The provider asks who it is again.
    expect((await browser.open(`${base}/v1/auth/oidc`, isHome)).url.origin).toBe(provider.issuer);
  });

  it('of a session with a password has nothing to end elsewhere', async () => {
    const { body } = await call<{ access_token: string }>(api, 'POST /v1/auth/login', { body: ADMIN });
    const answer = await call(api, 'POST /v1/auth/oidc/logout', { token: body.access_token });
    expect(answer.body).toEqual({ end_session_url: null });
  });
});

describe('a sign-in', () => {
  it('ends only in the browser that began it, once, and in time', async () => {
    person('leo', ['everybody']);
    const begin = async () => {
      const browser = createTestBrowser();
      const form = await browser.open(`${base}/v1/auth/oidc`);
      const fields = { prompt: 'login', login: 'leo', password: 'x' };
      return { browser, back: (await browser.submit(form.url.href, fields, isBack)).url.href };
    };
    const [mine, other] = [await begin(), await begin()];
    const reason = async (browser: TestBrowser, url: string) =>
      (await browser.open(url, isHome)).url.searchParams.get('refused');
    expect(await reason(createTestBrowser(), mine.back)).toBe('expired');
    expect(await reason(other.browser, mine.back)).toBe('invalid');
    expect(await reason(mine.browser, mine.back)).toBeNull();
    expect(await reason(mine.browser, mine.back)).toBe('expired');
    const late = await begin();
    api.clock.advance(600_001);
    expect(await reason(late.browser, late.back)).toBe('expired');
  });

  it('keeps its state where scripts and other paths cannot see it', async () => {
    const answer = await call(api, 'GET /v1/auth/oidc');
    expect(answer.status).toBe(303);
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^hawser_oidc=[\w-]+; Max-Age=600; Path=\/v1\/auth\/oidc; HttpOnly; SameSite=Lax$/,
    );
    const url = new URL(String(answer.headers.location));
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    // That PKCE is in use is not only our own belief: the provider asks for it.
    for (const name of ['code_challenge', 'code_challenge_method']) url.searchParams.delete(name);
    const refused = await createTestBrowser().open(url.href, isBack);
    expect(refused.url.searchParams.get('error_description')).toContain('PKCE');
  });
});

describe('when the provider is away', () => {
  it('says so, lets passwords in, and tries again', async () => {
    await provider.stop();
    // What it said of itself is out of date, and asked again in vain: the old answer serves.
    api.clock.advance(3_600_001);
    expect((await call(api, 'GET /v1/auth/oidc')).status).toBe(303);

    const away = await startTestApi({ oidc });
    await setUp(away);
    const answer = await call(away, 'GET /v1/auth/oidc');
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' }, headers: { 'retry-after': '10' } });
    const page = await call(away, 'GET /v1/auth/oidc', { headers: { accept: 'text/html' } });
    expect(page).toMatchObject({ status: 303, headers: { location: `${base}/sign-in?refused=unavailable` } });
    expect((await call(away, 'POST /v1/auth/login', { body: ADMIN })).status).toBe(200);

    provider = await startOidcProvider({ ...options, port: provider.port });
    expect((await call(away, 'GET /v1/auth/oidc')).status).toBe(303);
    await away.close();
  });
});
