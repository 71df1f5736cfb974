import { randomUUID } from 'node:crypto';
import type { Account } from '@hawser/contracts/http';
import type { UserId } from '@hawser/core';
import { createAccountRepository, createAdministrator, createOneTimeTokenRepository } from '@hawser/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret } from '../../http/secrets.ts';
import { addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await startTestApi();
  token = (await setUp(api)).access_token;
});
afterAll(() => api.close());

/** Signs in as an administrator of another account than the root. */
async function signInTo(account: string): Promise<string> {
  const { id } = (await createAccountRepository(api.db).byName(account))!;
  const email = `${randomUUID()}@localhost`;
  const user = await createAdministrator(api.db, { accountId: id, email, passwordHash: 'x' });
  await addOneTimeToken(user.id, email);
  const answer = await call<{ access_token: string }>(api, 'POST /v1/auth/one-time', { body: { token: email } });
  return answer.body.access_token;
}

async function addOneTimeToken(userId: UserId, secret: string): Promise<void> {
  const expiresAt = api.clock() + 60_000;
  const tokens = createOneTimeTokenRepository(api.db);
  await tokens.insert({ tokenHash: hashSecret(secret), purpose: 'sign-in', userId, expiresAt });
}

const create = (parent: string, name: string) =>
  call<Account>(api, `POST /v1/${parent}/accounts`, { token, body: { name } });

describe('accounts', () => {
  it('are created below one another and listed', async () => {
    const child = await create('_', 'acme');
    expect(child).toMatchObject({ status: 201, body: { name: 'acme', path: '/sys/acme' } });
    expect(child.headers.location).toBe('/v1/sys/accounts/acme');
    expect((await create('acme', 'acme-north')).body.path).toBe('/sys/acme/acme-north');
    const { body } = await call<{ items: Account[] }>(api, 'GET /v1/_/accounts', { token });
    expect(body.items.map((account) => account.name)).toEqual(['acme', 'demo']);
    const below = await call<{ items: Account[] }>(api, `GET /v1/${child.body.id}/accounts`, { token });
    expect(below.body.items.map((account) => account.name)).toEqual(['acme-north']);
  });

  it('are read by name or id at any depth, by who reaches them', async () => {
    await create('_', 'harbour');
    await create('harbour', 'harbour-quay');
    const { body: crane } = await create('harbour-quay', 'harbour-crane');
    for (const named of ['harbour-crane', crane.id]) {
      const read = await call<Account>(api, `GET /v1/${named}`, { token });
      expect(read).toMatchObject({ status: 200, headers: { etag: '"1"' }, body: crane });
    }
    const own = await signInTo('harbour-quay');
    expect((await call(api, 'GET /v1/_', { token: own })).body).toMatchObject({ path: '/sys/harbour/harbour-quay' });
    expect((await call(api, 'GET /v1/harbour-crane', { token: own })).status).toBe(200);
    expect((await call(api, 'GET /v1/harbour', { token: own })).status).toBe(404);
  });

  it('have unique names', async () => {
    expect(await create('_', 'demo')).toMatchObject({ status: 409, body: { code: 'name-taken' } });
  });

  it.each(['auth', 'setup', 'me', 'live', 'sys', 'docs', 'Upper', 'ab', '-ab', 'a'.repeat(64), 'with_underscore'])(
    'cannot be named %s',
    async (name) => {
      expect(await create('_', name)).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    },
  );
});

describe('reach', () => {
  it('ends at the own branch: what is elsewhere does not exist', async () => {
    await create('_', 'tenant-a');
    await create('_', 'tenant-b');
    await create('tenant-a', 'tenant-a-child');
    const agent = await addAgent(api, token, 'secret', 'tenant-b');
    const a = await signInTo('tenant-a');
    const own = await call(api, 'GET /v1/me', { token: a });
    expect(own.body).toMatchObject({ account: { name: 'tenant-a' } });
    expect((await call(api, 'GET /v1/_/agents', { token: a })).status).toBe(200);
    expect((await call(api, 'GET /v1/tenant-a-child/agents', { token: a })).status).toBe(200);
    for (const account of ['tenant-b', 'sys', 'demo', 'nobody']) {
      const answer = await call(api, `GET /v1/${account}/agents`, { token: a });
      expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
    }
    expect((await call(api, `GET /v1/_/agents/${agent.id}`, { token: a })).status).toBe(404);
    expect((await call(api, `GET /v1/tenant-a-child/agents/${agent.id}`, { token: a })).status).toBe(404);
  });
});
