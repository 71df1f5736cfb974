import { randomUUID } from 'node:crypto';
import type { ApiToken, Me, NewApiToken } from '@hawser/contracts/http';
import type { TokenId, UserId } from '@hawser/core';
import { silentLogger } from '@hawser/platform';
import { createAccountRepository, createInvalidations, type Database } from '@hawser/storage';
import { startMemoryPglite } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiTokenService } from '../../sessions/api-tokens.ts';
import { LiveClient } from '../../testing/live-client.ts';
import { addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { addUser, type SignedInUser } from '../../testing/test-users.ts';

const DAY_MS = 86_400_000;

let api: TestApi;
let token: string;
let owner: SignedInUser;
let url: string;
let made = 0;

let pglite: Awaited<ReturnType<typeof startMemoryPglite>>;
/** Done once, when the use of a token is noted: the last thing that is asked about it before it is let in. */
let onUse: (() => Promise<unknown>) | null = null;

function watched(database: Database): Database {
  return {
    ...database,
    query: async <Row>(sql: string, params?: readonly unknown[]) => {
      const rows = await database.query<Row>(sql, params);
      const work = sql.startsWith('UPDATE api_tokens SET last_used_at') ? onUse : null;
      if (work !== null) onUse = null;
      await work?.();
      return rows;
    },
  };
}

beforeAll(async () => {
  pglite = await startMemoryPglite();
  api = await startTestApi({ jwtAccessExpirySeconds: 1_000 * DAY_MS }, { database: watched(pglite.database) });
  ({ url } = await api.role.start());
  token = (await setUp(api)).access_token;
  await addAgent(api, token, 'pump');
  await call(api, 'POST /v1/demo/accounts', { token, body: { name: 'demo-north' } });
  owner = await addUser(api, token, 'demo', [{ role: 'admin' }]);
});
afterAll(async () => {
  await api.close();
  await pglite.close();
});

async function create(permissions: string[], more: object = {}, account = 'demo', as = owner.token) {
  const body = { name: `program ${++made}`, permissions, ...more };
  return call<NewApiToken>(api, `POST /v1/${account}/tokens`, { token: as, body });
}

const agents = (as: string, account = 'demo') => call(api, `GET /v1/${account}/agents`, { token: as });

describe('an API token', () => {
  it('is shown once and stored as a keyed hash', async () => {
    const { status, body } = await create(['agent:read', 'telemetry:read']);
    expect(status).toBe(201);
    expect(body.token).toMatch(/^hwt_[0-9a-f]{16}_[\w-]{43}$/);
    expect(body).toMatchObject({ owner: owner.email, account: 'demo', permissions: ['agent:read', 'telemetry:read'] });
    expect(body.token.startsWith(body.prefix)).toBe(true);
    const [row] = await api.db.query<{ hash: Uint8Array; all: string }>(
      'SELECT secret_hash AS hash, to_json(t)::text AS all FROM api_tokens t WHERE id = $1',
      [body.id],
    );
    expect(row!.hash).toHaveLength(32);
    expect(row!.all).not.toContain(body.token.slice(21));
    expect((await call(api, 'GET /v1/demo/tokens', { token: owner.token })).text).not.toContain(body.token);
  });

  it('lets a program in, to do what it was made for', async () => {
    const { body } = await create(['agent:read']);
    expect((await agents(body.token)).status).toBe(200);
    expect((await call(api, 'GET /v1/demo/users', { token: body.token })).status).toBe(403);
    const me = await call<Me>(api, 'GET /v1/me', { token: body.token });
    expect(me.body).toMatchObject({ email: owner.email, account: { name: 'demo' }, api_token: true });
    expect(me.body.permissions).toEqual(['agent:read']);
    expect((await call(api, 'POST /v1/auth/logout', { token: body.token })).status).toBe(403);
  });

  it('has no say in how its owner signs in', async () => {
    const { body } = await create(['agent:read', 'user:read', 'user:write']);
    const proof = { password: 'some password' };
    const asked = [
      ['GET /v1/me/totp'],
      ['POST /v1/me/totp'],
      ['POST /v1/me/totp/confirm', { code: '123456' }],
      ['DELETE /v1/me/totp', proof],
      ['POST /v1/me/totp/recovery-codes', proof],
      ['GET /v1/me/trusted-browsers'],
      [`DELETE /v1/me/trusted-browsers/${randomUUID()}`],
      ['GET /v1/me/sessions'],
      [`DELETE /v1/me/sessions/${randomUUID()}`],
      ['POST /v1/me/sign-out-everywhere'],
      ['POST /v1/me/password', { current_password: 'some password', new_password: 'nine quiet harbours' }],
      ['POST /v1/auth/logout'],
      ['POST /v1/auth/oidc/logout'],
    ] as const;
    for (const [request, input] of asked) {
      const options = { token: body.token, ...(input === undefined ? {} : { body: input }) };
      const { status, body: problem } = await call(api, request, options);
      expect([request, status, problem.code]).toEqual([request, 403, 'forbidden']);
    }
  });

  it('reaches its account and those below, whatever its owner reaches', async () => {
    const north = (await create(['agent:read'], {}, 'demo-north')).body.token;
    expect((await agents(north, 'demo-north')).status).toBe(200);
    expect((await agents(north, '_')).status).toBe(200);
    expect((await agents(north, 'demo')).status).toBe(404);
    const both = (await create(['agent:read'])).body.token;
    expect((await agents(both, 'demo-north')).status).toBe(200);
    expect((await agents(both, 'sys')).status).toBe(404);
  });

  it('never has more than its owner holds at the moment', async () => {
    const clerk = await addUser(api, token, 'demo', [{ role: 'admin' }]);
    const { body } = await create(['agent:read', 'user:read'], {}, 'demo', clerk.token);
    const users = () => call(api, 'GET /v1/demo/users', { token: body.token });
    expect((await users()).status).toBe(200);
    const change = (change: object) => call(api, `PATCH /v1/demo/users/${clerk.id}`, { token, body: change });
    await change({ grants: [{ role: 'viewer' }] });
    expect((await users()).status).toBe(403);
    expect((await agents(body.token)).status).toBe(200);
    await change({ disabled: true });
    expect((await agents(body.token)).status).toBe(401);
    await change({ disabled: false });
    expect((await agents(body.token)).status).toBe(200);
    await call(api, `DELETE /v1/demo/users/${clerk.id}`, { token });
    expect((await agents(body.token)).status).toBe(401);
  });

  it('is not made with what its maker does not hold, nor by another token', async () => {
    await call(api, 'POST /v1/demo/roles', {
      token,
      body: { name: 'maker', permissions: ['token:write', 'agent:read'] },
    });
    const maker = await addUser(api, token, 'demo', [{ role: 'maker' }]);
    expect((await create(['user:write'], {}, 'demo', maker.token)).status).toBe(403);
    const { body } = await create(['token:write', 'agent:read'], {}, 'demo', maker.token);
    expect(await create(['agent:read'], {}, 'demo', body.token)).toMatchObject({
      status: 403,
      body: { detail: 'An API token cannot make API tokens.' },
    });
  });

  it('does not let a program that may change users make itself more', async () => {
    const { body } = await create(['user:write', 'user:read']);
    const change = { token: body.token, body: { grants: [{ role: 'admin' }] } };
    expect((await call(api, `PATCH /v1/demo/users/${owner.id}`, change)).status).toBe(403);
    const other = await addUser(api, token, 'demo', []);
    expect((await call(api, `PATCH /v1/demo/users/${other.id}`, change)).status).toBe(403);
  });

  it('is revoked at once, also in a live connection', async () => {
    const { body } = await create(['agent:read', 'telemetry:read']);
    const client = await new LiveClient(url, { authorization: `Bearer ${body.token}` }).open();
    await client.next('authenticated');
    expect((await call(api, `DELETE /v1/demo-north/tokens/${body.id}`, { token })).status).toBe(404);
    expect((await call(api, `DELETE /v1/demo/tokens/${body.id}`, { token })).status).toBe(204);
    expect((await agents(body.token)).status).toBe(401);
    expect(await client.closeCode()).toBe(1013);
    expect((await call(api, `DELETE /v1/demo/tokens/${body.id}`, { token })).status).toBe(404);
  });

  it('is forgotten within seconds after a revocation that nobody told of, however often it is used', async () => {
    const { body } = await create(['agent:read']);
    expect((await agents(body.token)).status).toBe(200);
    await api.db.query('DELETE FROM api_tokens WHERE id = $1', [body.id]);
    const statuses: number[] = [];
    for (let seconds = 2; seconds <= 6; seconds += 2) {
      api.clock.advance(2_000);
      statuses.push((await agents(body.token)).status);
    }
    expect(statuses).toEqual([200, 200, 401]);
  });

  it('is not remembered when it is revoked while it is looked up', async () => {
    const { body } = await create(['agent:read']);
    const { db, clock } = api;
    const accounts = createAccountRepository(db);
    const invalidations = createInvalidations({ channel: null, log: silentLogger() });
    const byId: typeof accounts.byId = async (id) => {
      const account = await accounts.byId(id);
      await db.query('DELETE FROM api_tokens WHERE id = $1', [body.id]);
      await invalidations.publish({ type: 'token-ended', token: body.id as TokenId });
      return account;
    };
    const service = createApiTokenService({ db, accounts: { byId }, invalidations, clock });
    await service.authenticate(body.token);
    await expect(service.authenticate(body.token)).rejects.toMatchObject({ code: 'invalid-token' });
  });

  it('opens no live connection when it is revoked while it is looked up', async () => {
    const { body } = await create(['agent:read', 'telemetry:read']);
    const client = await new LiveClient(url).open();
    onUse = () => call(api, `DELETE /v1/demo/tokens/${body.id}`, { token });
    client.send({ type: 'authenticate', access_token: body.token });
    expect((await client.next('error')).code).toBe('invalid-token');
    expect(client.messages.map(({ type }) => type)).toEqual(['error']);
    client.close();
  });

  it('is made once for one Idempotency-Key', async () => {
    const body = { name: 'once', permissions: ['agent:read'] };
    const ask = (headers: Record<string, string>) =>
      call(api, 'POST /v1/demo/tokens', { token: owner.token, body, headers });
    const first = await ask({ 'idempotency-key': 'k' });
    expect((await ask({ 'idempotency-key': 'k' })).body).toEqual(first.body);
    expect((await ask({})).status).toBe(409);
  });

  it('notes its last use, to the minute, and ends when it expires', async () => {
    const { body } = await create(['agent:read'], { expires_in_days: 2 });
    expect(body.expires_at).toBe(new Date(api.clock() + 2 * DAY_MS).toISOString());
    const lastUse = async () => {
      const list = await call<{ items: ApiToken[] }>(api, 'GET /v1/demo/tokens?limit=1000', { token: owner.token });
      return list.body.items.find(({ id }) => id === body.id)!.last_used_at;
    };
    expect(await lastUse()).toBeNull();
    const first = new Date(api.clock()).toISOString();
    await agents(body.token);
    expect(await lastUse()).toBe(first);
    api.clock.advance(30_000);
    await agents(body.token);
    expect(await lastUse()).toBe(first);
    api.clock.advance(60_000);
    await agents(body.token);
    expect(await lastUse()).toBe(new Date(api.clock()).toISOString());
    api.clock.advance(2 * DAY_MS - 91_000);
    expect((await agents(body.token)).status).toBe(200);
    api.clock.advance(1_000);
    expect((await agents(body.token)).status).toBe(401);
  });

  it('cannot be guessed from another: the secret counts, not the prefix', async () => {
    const { body } = await create(['agent:read']);
    expect((await agents(`${body.token.slice(0, -1)}${body.token.endsWith('A') ? 'B' : 'A'}`)).status).toBe(401);
    expect((await agents(body.token)).status).toBe(200);
  });
});

describe('the owner', () => {
  it('is whoever makes the token, also in an account below theirs', async () => {
    const { body } = await create(['agent:read'], {}, 'demo', token);
    const [root] = await api.db.query<{ id: UserId; email: string }>('SELECT id, email FROM users WHERE is_default');
    expect(body.owner).toBe(root!.email);
    const { text } = await call(api, 'GET /v1/demo/tokens', { token });
    expect(text).toContain(body.id);
  });
});
