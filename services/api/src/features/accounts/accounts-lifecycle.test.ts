import { randomUUID } from 'node:crypto';
import type { Account, NewApiToken, Settings } from '@hawser/contracts/http';
import {
  createAccountRepository,
  createAdministrator,
  createMaintenance,
  createOneTimeTokenRepository,
} from '@hawser/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret } from '../../http/secrets.ts';
import { addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { addUser } from '../../testing/test-users.ts';

const DAY = 86_400_000;

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await startTestApi();
  token = (await setUp(api)).access_token;
});
afterAll(() => api.close());

async function create(parent: string, name: string, details: object = {}) {
  const answer = await call<Account>(api, `POST /v1/${parent}/accounts`, { token, body: { name, ...details } });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

const patch = (parent: string, child: string, body: object, headers: Record<string, string> = {}) =>
  call<Account>(api, `PATCH /v1/${parent}/accounts/${child}`, { token, body, headers });

async function userOf(account: string) {
  const { id } = (await createAccountRepository(api.db).byName(account))!;
  const email = `${randomUUID()}@localhost`;
  return { email, user: await createAdministrator(api.db, { accountId: id, email, passwordHash: 'x' }) };
}

async function signInTo(account: string) {
  const { email, user } = await userOf(account);
  const expiresAt = api.clock() + DAY;
  const insert = createOneTimeTokenRepository(api.db).insert;
  await insert({ tokenHash: hashSecret(email), purpose: 'sign-in', userId: user.id, expiresAt });
  return call<{ access_token: string }>(api, 'POST /v1/auth/one-time', { body: { token: email } });
}

const rfc = (ms: number) => new Date(ms).toISOString();

describe('an account', () => {
  it('has details that its parent changes, unless somebody else did', async () => {
    const contact = { name: 'Ada', email: 'ada@example.com', phone: '' };
    await create('_', 'details', { organisation: 'Acme Ltd', contact });
    const read = await call<Account>(api, 'GET /v1/_/accounts/details', { token });
    expect(read.body).toMatchObject({
      organisation: 'Acme Ltd',
      contact,
      state: 'active',
      expires_at: null,
      limits: {},
    });
    const changed = await patch('_', 'details', { organisation: 'Acme' }, { 'if-match': String(read.headers.etag) });
    expect(changed).toMatchObject({ status: 200, body: { organisation: 'Acme', contact } });
    const stale = await patch('_', 'details', { organisation: 'No' }, { 'if-match': String(read.headers.etag) });
    expect(stale).toMatchObject({ status: 412, body: { code: 'stale-version' } });
    expect(await patch('_', 'details', { name: 'other' })).toMatchObject({ status: 422 });
  });

  it('is found only directly below its parent', async () => {
    await create('_', 'outer');
    await create('outer', 'inner');
    expect((await call(api, 'GET /v1/outer/accounts/inner', { token })).status).toBe(200);
    for (const path of ['_/accounts/inner', 'demo/accounts/outer', 'inner/accounts/outer']) {
      expect((await call(api, `GET /v1/${path}`, { token })).status).toBe(404);
    }
  });
});

describe('expiry', () => {
  it('is never later than that of the parent', async () => {
    const end = api.clock() + 10 * DAY;
    await create('_', 'leased', { expires_at: rfc(end) });
    await create('leased', 'subleased', { expires_at: rfc(end) });
    expect(await patch('leased', 'subleased', { expires_at: rfc(end + 1) })).toMatchObject({
      status: 422,
      body: { code: 'invalid-input' },
    });
  });

  it('closes an account to the programs of its users as well', async () => {
    await create('_', 'brief', { expires_at: rfc(api.clock() + DAY) });
    const { token: own } = await addUser(api, token, 'brief', [{ role: 'admin' }]);
    const body = { name: 'program', permissions: ['agent:read'] };
    const made = await call<NewApiToken>(api, 'POST /v1/brief/tokens', { token: own, body });
    const agents = () => call(api, 'GET /v1/_/agents', { token: made.body.token });
    expect((await agents()).status).toBe(200);
    await patch('_', 'brief', { expires_at: rfc(api.clock() - 1) });
    expect(await agents()).toMatchObject({ status: 403, body: { code: 'account-closed' } });
    await patch('_', 'brief', { expires_at: null });
    expect((await agents()).status).toBe(200);
  });

  it('closes an account to its users and agents, and not to its parent, until it is extended', async () => {
    await create('_', 'ending', { expires_at: rfc(api.clock() + DAY) });
    await create('ending', 'ending-below');
    const agent = await addAgent(api, token, 'pump', 'ending-below');
    const user = (await signInTo('ending-below')).body.access_token;
    expect((await call(api, 'GET /v1/me', { token: user })).status).toBe(200);

    await patch('_', 'ending', { expires_at: rfc(api.clock() - 1) });
    expect(api.invalidated).toContainEqual({ type: 'agent-changed', agent: agent.id });
    api.clock.advance(5_000);
    expect(await call(api, 'GET /v1/me', { token: user })).toMatchObject({
      status: 403,
      body: { code: 'account-closed' },
    });
    expect(await signInTo('ending-below')).toMatchObject({ status: 403, body: { code: 'account-closed' } });
    const below = await call<Account>(api, 'GET /v1/ending/accounts/ending-below', { token });
    expect(below).toMatchObject({ status: 200, body: { state: 'expired' } });

    await patch('_', 'ending', { expires_at: null });
    api.clock.advance(5_000);
    expect((await call(api, 'GET /v1/me', { token: user })).status).toBe(200);
  });
});

describe('settings', () => {
  const read = async (account: string) => {
    const { body } = await call<Settings>(api, `GET /v1/${account}/settings`, { token });
    return Object.fromEntries(body.items.map(({ name, ...setting }) => [name, setting]));
  };
  const set = (account: string, body: object) => call<Settings>(api, `PATCH /v1/${account}/settings`, { token, body });

  it('are inherited, tightened below and never loosened', async () => {
    await create('_', 'strict');
    await create('strict', 'stricter');
    expect((await set('strict', { mfa_required: true, retention_days: 30 })).status).toBe(200);
    expect((await read('stricter')).mfa_required).toEqual({ value: true, own: null, from: 'strict' });
    expect(await set('stricter', { retention_days: 31 })).toMatchObject({
      status: 422,
      body: { code: 'invalid-input' },
    });
    await set('stricter', { retention_days: 7 });
    expect((await read('stricter')).retention_days).toEqual({ value: 7, own: 7, from: 'stricter' });
    await set('stricter', { retention_days: null });
    expect((await read('stricter')).retention_days).toEqual({ value: 30, own: null, from: 'strict' });
    expect(await set('strict', { allowed_dialects: ['smoke-signals'] })).toMatchObject({ status: 422 });
  });
});

describe('deleting an account', () => {
  const remove = (path: string, body?: object) =>
    call(api, `DELETE /v1/${path}`, { token, ...(body === undefined ? {} : { body }) });

  it('is done at once without data, and refused with children', async () => {
    await create('_', 'empty-parent');
    await create('empty-parent', 'empty');
    expect(await remove('_/accounts/empty-parent')).toMatchObject({
      status: 409,
      body: { code: 'conflict', detail: 'The account empty-parent has accounts below it: empty.' },
    });
    expect((await remove('empty-parent/accounts/empty')).status).toBe(204);
    expect((await call(api, 'GET /v1/empty-parent/accounts/empty', { token })).status).toBe(404);
    expect((await remove('_/accounts/empty-parent')).status).toBe(204);
  });

  it('with data has to be confirmed, and is a job that shows how far it is', async () => {
    await create('_', 'full');
    for (const name of ['a', 'b', 'c']) await addAgent(api, token, name, 'full');
    const user = (await signInTo('full')).body.access_token;
    const path = '_/accounts/full';
    expect(await remove(path)).toMatchObject({ status: 409, body: { hint: expect.stringContaining('"full"') } });
    expect(await remove(path, { confirm: 'ful' })).toMatchObject({ status: 409 });
    expect(await remove(path, { confirm: 'full' })).toMatchObject({
      status: 202,
      body: { state: 'running', rows_done: 0 },
    });
    expect(api.invalidated.filter(({ type }) => type === 'agent-changed').length).toBeGreaterThanOrEqual(3);
    const late = await call(api, 'POST /v1/full/accounts', { token, body: { name: 'too-late' } });
    expect(late).toMatchObject({ status: 404, body: { code: 'not-found' } });
    api.clock.advance(5_000);
    expect(await call(api, 'GET /v1/me', { token: user })).toMatchObject({
      status: 403,
      body: { code: 'account-closed' },
    });

    // As many instances as there are batches: each goes on where the one before it was.
    expect(await createMaintenance(api.db).deleteAccounts(api.clock(), 2)).toBe(true);
    const progress = () => call(api, `GET /v1/${path}/deletion`, { token });
    expect(await progress()).toMatchObject({ body: { state: 'running', rows_done: 2 } });
    while (await createMaintenance(api.db).deleteAccounts(api.clock(), 2));
    expect(await progress()).toMatchObject({ body: { state: 'done', rows_done: 4 } });
    expect((await call(api, `GET /v1/${path}`, { token })).status).toBe(404);
    expect((await create('_', 'full')).name).toBe('full');
  });
});
