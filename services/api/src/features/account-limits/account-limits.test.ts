import type { Account, Limits, User } from '@hawser/contracts/http';
import { createAccountRepository, createAccountUsageRepository, createLimitCrossings } from '@hawser/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

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

const patch = (parent: string, child: string, body: object) =>
  call<Account>(api, `PATCH /v1/${parent}/accounts/${child}`, { token, body });

async function limitsOf(account: string) {
  const { body } = await call<Limits>(api, `GET /v1/${account}/limits`, { token });
  return Object.fromEntries(body.items.map(({ name, ...limit }) => [name, limit]));
}

const rfc = (ms: number) => new Date(ms).toISOString();

describe('limits', () => {
  it('are shown with where they come from and what is used', async () => {
    await create('_', 'bounded', { limits: { agents: 3, bytes_per_day: 1_000 } });
    await create('bounded', 'bounded-below');
    await addAgent(api, token, 'a', 'bounded-below');
    const { id } = (await createAccountRepository(api.db).byName('bounded-below'))!;
    await createAccountUsageRepository(api.db).add([{ accountId: id, messages: 2, bytes: 400 }], api.clock());
    const limits = await limitsOf('bounded-below');
    expect(limits.agents).toEqual({
      unit: 'agents',
      value: 3,
      from: 'bounded',
      used: 1,
      level: 'within',
      since: null,
      enforced: true,
    });
    expect(limits.users).toMatchObject({ value: null, from: null, used: 0 });
    expect(limits.tunnels).toMatchObject({ value: null, used: null, enforced: false });
    expect((await limitsOf('bounded')).bytes_per_day).toMatchObject({ value: 1_000, used: 400 });
    expect((await limitsOf('bounded')).child_accounts).toMatchObject({ used: 1 });
  });

  it('are given only as far as the giver has them, clamped when it loses them, and taken back by null', async () => {
    await create('_', 'giver', { limits: { agents: 10 } });
    await create('giver', 'taker', { limits: { agents: 10 } });
    expect(await patch('giver', 'taker', { limits: { agents: 11 } })).toMatchObject({
      status: 422,
      body: { code: 'limit-reached' },
    });
    await patch('_', 'giver', { limits: { agents: 4, users: 7 } });
    expect((await limitsOf('taker')).agents).toMatchObject({ value: 4, from: 'giver' });
    expect((await limitsOf('taker')).users).toMatchObject({ value: 7, from: 'giver' });
    await patch('_', 'giver', { limits: { agents: null } });
    expect((await limitsOf('taker')).agents).toMatchObject({ value: 10, from: 'taker' });
    expect((await call<Account>(api, 'GET /v1/_/accounts/giver', { token })).body.limits).toEqual({ users: 7 });
  });

  it('agents: one too many anywhere in the branch is refused, also when many are made at once', async () => {
    await create('_', 'few', { limits: { agents: 3 } });
    await create('few', 'few-below');
    const make = (name: string, account: string) => call(api, `POST /v1/${account}/agents`, { token, body: { name } });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => make(`agent-${at}`, at % 2 === 0 ? 'few' : 'few-below')),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    const refused = answers.find(({ status }) => status !== 201);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'limit-reached', detail: 'The account few may have 3 agents, and has them.' },
    });
  });

  it('child_accounts: one too many anywhere in the branch is refused', async () => {
    await create('_', 'lonely', { limits: { child_accounts: 1 } });
    await create('lonely', 'only-child');
    expect((await limitsOf('lonely')).child_accounts).toMatchObject({ used: 1, level: 'reached' });
    const second = await call(api, 'POST /v1/only-child/accounts', { token, body: { name: 'grandchild' } });
    expect(second).toMatchObject({
      status: 422,
      body: { code: 'limit-reached', detail: 'The account lonely may have 1 accounts, and has them.' },
    });
  });

  it('users: one too many is refused, made or invited, and there is room again when one is deleted', async () => {
    await create('_', 'crew', { limits: { users: 1 } });
    const body = (email: string) => ({
      email,
      name: 'Ada',
      password: 'nine slow tugboats',
      grants: [{ role: 'viewer' }],
    });
    const make = (email: string) => call<User>(api, 'POST /v1/crew/users', { token, body: body(email) });
    const first = await make('ada@example.org');
    expect(first.status).toBe(201);
    expect(await make('grace@example.org')).toMatchObject({
      status: 422,
      body: {
        code: 'limit-reached',
        detail: 'The account crew may have 1 users, and has them.',
        hint: 'Delete one user that is not needed, or let whoever is above crew raise its limit `users`.',
      },
    });
    expect((await call(api, `DELETE /v1/crew/users/${first.body.id}`, { token })).status).toBe(204);
    expect((await make('grace@example.org')).status).toBe(201);
  });

  it('are near from four fifths on, and reached at the end; what intake noted counts for a rate', async () => {
    await create('_', 'busy', { limits: { bytes_per_day: 1_000, readings_per_second: 10, agents: 5 } });
    const { id } = (await createAccountRepository(api.db).byName('busy'))!;
    const send = (bytes: number) =>
      createAccountUsageRepository(api.db).add([{ accountId: id, messages: 1, bytes }], api.clock());
    await send(800);
    expect((await limitsOf('busy')).bytes_per_day).toMatchObject({ level: 'near', since: null });
    const crossings = createLimitCrossings(api.db);
    const near = { account: id, limit: 'bytes_per_day', level: 'near' } as const;
    expect(await crossings.note([near], api.clock())).toEqual([near]);
    expect((await limitsOf('busy')).bytes_per_day).toMatchObject({ level: 'near', since: rfc(api.clock()) });
    await send(200);
    expect((await limitsOf('busy')).bytes_per_day).toMatchObject({ level: 'reached', since: null });
    await crossings.note([{ account: id, limit: 'readings_per_second', level: 'reached' }], api.clock());
    expect((await limitsOf('busy')).readings_per_second).toMatchObject({ used: 0, level: 'reached' });
    expect((await limitsOf('busy')).agents).toMatchObject({ level: 'within', since: null });
  });
});

describe('limits of the whole installation', () => {
  const set = (account: string, body: object, as = token) =>
    call<Limits>(api, `PATCH /v1/${account}/limits`, { token: as, body });

  it('are those of the root, which hold everywhere below', async () => {
    const { headers } = await call(api, 'GET /v1/sys/limits', { token });
    const answer = await set('sys', { readings_per_second: 5_000 });
    expect(answer.status).toBe(200);
    expect(answer.body.items).toContainEqual(
      expect.objectContaining({ name: 'readings_per_second', value: 5_000, from: 'sys' }),
    );
    await create('_', 'below-root');
    expect((await limitsOf('below-root')).readings_per_second).toMatchObject({ value: 5_000, from: 'sys' });
    expect(
      await call(api, 'POST /v1/_/accounts', {
        token,
        body: { name: 'too-much', limits: { readings_per_second: 5_001 } },
      }),
    ).toMatchObject({ status: 422, body: { code: 'limit-reached' } });
    const stale = { token, body: { agents: 1 }, headers: { 'if-match': String(headers.etag) } };
    expect((await call(api, 'PATCH /v1/sys/limits', stale)).status).toBe(412);
    await set('sys', { readings_per_second: null });
    expect((await limitsOf('below-root')).readings_per_second).toMatchObject({ value: null });
  });

  it('agents: one too many in the installation is refused', async () => {
    const { used } = (await limitsOf('sys')).agents!;
    await set('sys', { agents: used! });
    expect((await limitsOf('sys')).agents).toMatchObject({ level: 'reached' });
    await create('_', 'no-agents');
    expect(await call(api, 'POST /v1/no-agents/agents', { token, body: { name: 'one-more' } })).toMatchObject({
      status: 422,
      body: { code: 'limit-reached', detail: `The account sys may have ${used} agents, and has them.` },
    });
    await set('sys', { agents: null });
  });

  it('cannot be set on another account, which would raise its own', async () => {
    await create('_', 'greedy', { limits: { agents: 1 } });
    expect(await set('greedy', { agents: 100 })).toMatchObject({
      status: 403,
      body: { code: 'forbidden', hint: 'An administrator of sys sets them with PATCH /v1/sys/accounts/greedy.' },
    });
    expect((await limitsOf('greedy')).agents).toMatchObject({ value: 1 });
  });
});
