import { randomUUID } from 'node:crypto';
import { PERMISSIONS, type Permission } from '@hawser/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeclaredRoute, isPublic } from './http/route-permission.ts';
import { type Answer, call, setUp, startTestApi, type TestApi } from './testing/test-api.ts';
import { addUser, type SignedInUser, signIn } from './testing/test-users.ts';

type Request = Parameters<typeof call>[1];

let api: TestApi;
let admin: string;
let expired: string;
let stranger: SignedInUser;
/** Holds what a route asks for, and nothing else. */
let just: SignedInUser;
/** Holds everything but what a route asks for. */
let allBut: SignedInUser;

beforeAll(async () => {
  api = await startTestApi();
  expired = (await setUp(api)).access_token;
  api.clock.advance(901_000);
  admin = await signIn(api, (await rootUser()).id);
  await make('POST /v1/sys/accounts', { name: 'stranger' });
  stranger = await addUser(api, admin, 'stranger', [{ role: 'admin' }]);
  await make('POST /v1/demo/roles', { name: 'just', permissions: ['audit:read'] });
  await make('POST /v1/demo/roles', { name: 'all-but', permissions: ['audit:read'] });
  just = await addUser(api, admin, 'demo', [{ role: 'just' }]);
  allBut = await addUser(api, admin, 'demo', [{ role: 'all-but' }]);
});
afterAll(() => api.close());

async function rootUser() {
  const answer = await call<{ items: { id: SignedInUser['id'] }[] }>(api, 'GET /v1/sys/users', {
    token: await firstAdministrator(),
  });
  return answer.body.items[0]!;
}

async function firstAdministrator(): Promise<string> {
  const [user] = await api.db.query<{ id: SignedInUser['id'] }>('SELECT id FROM users WHERE is_default');
  return signIn(api, user!.id);
}

async function make(request: Request, body: object): Promise<void> {
  const answer = await call(api, request, { token: admin, body });
  if (answer.status !== 201) throw new Error(`${request} answered ${answer.status}: ${answer.text}`);
}

async function setRole(name: string, permissions: readonly Permission[]): Promise<void> {
  const answer = await call(api, `PATCH /v1/demo/roles/${name}`, { token: admin, body: { permissions } });
  if (answer.status !== 200) throw new Error(`changing a role answered ${answer.status}: ${answer.text}`);
}

const guarded = () => api.role.routes.filter((route) => !isPublic(route.permission));
const ofAccounts = () => guarded().filter((route) => typeof route.permission === 'string' && !route.rootOnly);
/** They concern the whole installation. */
const ofRoot = () => guarded().filter((route) => route.rootOnly);

/** A request to a route, with ids that nothing has in place of its parameters. */
function ask(route: DeclaredRoute, token?: string): Promise<Answer> {
  const url = route.url.replace(':account', 'demo').replace(/:\w+/g, randomUUID());
  return call(api, `${route.method} ${url}` as Request, token === undefined ? {} : { token });
}

/** What every route answers, as one table that shows at once which differ. */
async function statuses(routes: readonly DeclaredRoute[], token?: string): Promise<Record<string, number>> {
  const table: Record<string, number> = {};
  for (const route of routes) table[`${route.method} ${route.url}`] = (await ask(route, token)).status;
  return table;
}

const all = (routes: readonly DeclaredRoute[], status: number) =>
  Object.fromEntries(routes.map((route) => [`${route.method} ${route.url}`, status]));

describe('every route that is not public', () => {
  it('asks for a permission that exists, in the account of its path, or says why it needs none', () => {
    expect(ofAccounts().length).toBeGreaterThan(40);
    for (const { url, permission } of guarded()) {
      if (typeof permission === 'string') expect([url, url.startsWith('/v1/:account')]).toEqual([url, true]);
      if (typeof permission === 'string') expect(PERMISSIONS).toContain(permission);
    }
  });

  it('answers 401 without a token', async () => {
    expect(await statuses(guarded())).toEqual(all(guarded(), 401));
  });

  it('answers 401 with a token that has expired, is none, or was never made', async () => {
    for (const token of [expired, 'none', `hwt_${'0'.repeat(16)}_${'x'.repeat(43)}`]) {
      expect(await statuses(guarded(), token)).toEqual(all(guarded(), 401));
    }
  });

  it('answers 404 to an administrator of another account, whatever is asked for', async () => {
    expect(await statuses(ofAccounts(), stranger.token)).toEqual(all(ofAccounts(), 404));
  });
});

describe('the permission of a route', () => {
  it('is needed, and is enough', async () => {
    for (const permission of new Set(ofAccounts().map((route) => route.permission as Permission))) {
      const routes = ofAccounts().filter((route) => route.permission === permission);
      await setRole('just', [permission]);
      await setRole(
        'all-but',
        PERMISSIONS.filter((other) => other !== permission),
      );
      expect(await statuses(routes, allBut.token)).toEqual(all(routes, 403));
      for (const route of routes) expect([route.url, await isLetIn(route)]).toEqual([route.url, true]);
    }
  });

  it('is needed in the root account for what concerns the whole installation', async () => {
    expect(ofRoot().length).toBeGreaterThan(0);
    expect(await statuses(ofRoot(), admin)).toEqual(all(ofRoot(), 403));
    for (const { method, url } of ofRoot()) {
      const own = url.replace(':account', 'sys').replace(/:\w+/g, '192.0.2.1');
      const answer = await call(api, `${method} ${own}` as Request, { token: await firstAdministrator() });
      expect([own, answer.status < 300]).toEqual([own, true]);
    }
  });

  it('is none where being signed in is enough', async () => {
    for (const route of guarded().filter((each) => typeof each.permission === 'object')) {
      const { status } = await ask(route, await signIn(api, stranger.id));
      expect([route.url, [401, 403].includes(status)]).toEqual([route.url, false]);
    }
  });
});

/** The route got as far as looking for what is asked for, which is not there. */
async function isLetIn(route: DeclaredRoute): Promise<boolean> {
  const { status, body } = await ask(route, just.token);
  if (status === 401 || status === 403) return false;
  return status !== 404 || body.detail !== 'There is no such account in your reach.';
}
