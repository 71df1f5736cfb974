import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance } from 'fastify';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiContext } from '../context.ts';
import type { ApiApp } from '../http/api-app.ts';
import { handleError } from '../http/error-handler.ts';
import { addAuthentication } from '../plugins/authentication.ts';
import { addAgent, call, setUp, startTestApi, type TestApi } from '../testing/test-api.ts';
import { testContext } from '../testing/test-context.ts';
import { createAccountWall } from './account-wall.ts';

let api: TestApi;
let token: string;
let context: ApiContext;
let app: FastifyInstance;

/** An app whose handlers have forgotten which account they work for, behind the hooks of the real one. */
beforeAll(async () => {
  api = await startTestApi();
  token = (await setUp(api)).access_token;
  for (const name of ['other', 'demo-2']) await call(api, 'POST /v1/_/accounts', { token, body: { name } });
  await call(api, 'POST /v1/demo/accounts', { token, body: { name: 'below' } });
  for (const account of ['demo', 'below', 'other', 'demo-2']) await addAgent(api, token, `of-${account}`, account);
  context = testContext(api);
  app = fastify();
  app.setErrorHandler(handleError);
  addAuthentication(app as unknown as ApiApp, { ...context, limitPrincipal: async () => undefined });
  const names = async () =>
    (await context.db.query<{ name: string }>('SELECT name FROM agents ORDER BY name')).map(nameOf);
  app.get('/v1/:account/forgetful', { config: { permission: 'agent:read' } }, names);
  app.post('/v1/:account/forgetful', { config: { permission: 'agent:write' } }, async () =>
    context.db.transaction(async (tx) => (await tx.query<{ name: string }>('SELECT name FROM agents')).map(nameOf)),
  );
  app.get('/forgetful', { config: { permission: { signedIn: 'a test' } } }, names);
  app.get('/public', { config: { permission: { public: 'a test' } } }, names);
});
afterAll(async () => {
  await app.close();
  await api.close();
});

const nameOf = ({ name }: { name: string }): string => name;
const get = (url: string) => app.inject({ url, headers: { authorization: `Bearer ${token}` } });

describe('the wall in front of the database', () => {
  it('shows a handler that forgot its account only what belongs to the account of the path', async () => {
    expect((await get('/v1/demo/forgetful')).json()).toEqual(['of-below', 'of-demo']);
    expect((await get('/v1/other/forgetful')).json()).toEqual(['of-other']);
    expect((await get('/v1/_/forgetful')).json()).toHaveLength(4);
    expect((await get('/forgetful')).json()).toHaveLength(4);
  });

  it('stands after a body was read, and in a transaction', async () => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await app.inject({ method: 'POST', url: '/v1/other/forgetful', headers, payload: { a: 1 } });
    expect(answer.json()).toEqual(['of-other']);
  });

  it('keeps requests apart that run at the same time', async () => {
    const accounts = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'other' : 'demo-2'));
    const answers = await Promise.all(accounts.map((account) => get(`/v1/${account}/forgetful`)));
    expect(answers.map((answer) => answer.json())).toEqual(accounts.map((account) => [`of-${account}`]));
  });

  it('lets nothing through where no account is known', async () => {
    expect((await app.inject({ url: '/public' })).statusCode).toBe(500);
    await expect(context.db.query('SELECT 1')).rejects.toThrow('outside of any account');
    await expect(context.agents.countOnline('x' as never, 0)).rejects.toThrow('outside of any account');
  });

  it('does not leak into what was begun elsewhere', async () => {
    const wall = createAccountWall(api.db);
    const outside = AsyncLocalStorage.snapshot();
    await wall.within({ id: '0199c0de-0000-7000-8000-000000000000' as never, path: '/sys/none' }, async () => {
      expect(await wall.database.query('SELECT FROM agents')).toEqual([]);
      await expect(outside(() => wall.database.query('SELECT 1'))).rejects.toThrow('outside of any account');
    });
  });
});
