import type { AccountId, UserId } from '@hawser/core';
import { createOneTimeTokenRepository, createTrustedBrowserRepository } from '@hawser/storage';
import { hashSecret } from '../http/secrets.ts';
import { addUser, codeAt, enrol, login, PASSWORD, signIn, type TokenPair } from './password-users.ts';
import { ADMIN, addAgent, call, type TestApi } from './test-api.ts';

type Call = Parameters<typeof call>;

/** A request that succeeds. */
export interface AuditedRequest {
  readonly request: Call[1];
  readonly options?: Call[2];
  /** Who the audit says did it: an e-mail address, or null for nobody that could be named; the administrator by default. */
  readonly actor?: string | null;
}

/** What the requests are made in. */
export interface AuditedWorld {
  readonly api: TestApi;
  /** Access token of the administrator. */
  readonly token: string;
  readonly account: AccountId;
  readonly user: UserId;
  readonly letters: readonly string[];
}

type Examples = Readonly<Record<string, (world: AuditedWorld) => AuditedRequest | Promise<AuditedRequest>>>;

const NEW_PASSWORD = 'ten loud lighthouses';
const STEP_MS = 30_000;

let made = 0;

interface Person {
  readonly id: UserId;
  readonly email: string;
  readonly tokens: TokenPair;
}

async function addPerson({ api, account }: AuditedWorld): Promise<Person> {
  const email = `person-${++made}@example.org`;
  const id = await addUser(api, { email, account });
  return { id, email, tokens: await signIn(api, email) };
}

/** Somebody with a second factor, whose next code is good. */
async function addEnrolled(world: AuditedWorld): Promise<Person & { readonly secret: string }> {
  const person = await addPerson(world);
  const { secret } = await enrol(world.api, person.tokens.access_token);
  world.api.clock.advance(STEP_MS);
  return { ...person, secret };
}

/** A request about somebody's own sign-in. */
function byPerson({ email, tokens }: Person, request: Call[1], body?: object): AuditedRequest {
  const options = { token: tokens.access_token, ...(body === undefined ? {} : { body }) };
  return { request, options, actor: email };
}

/** Makes something through the interface. */
async function make<Body = { id: string }>(
  { api, token }: AuditedWorld,
  request: Call[1],
  body: object,
): Promise<Body> {
  const answer = await call<Body>(api, request, { token, body });
  if (answer.status !== 201) throw new Error(`${request} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

const nextName = () => `thing-${++made}`;

async function oneTimeLink(
  { api }: AuditedWorld,
  purpose: 'sign-in' | 'password-reset',
  userId: UserId,
): Promise<string> {
  const token = `link ${++made}`;
  const link = { tokenHash: hashSecret(token), purpose, userId, expiresAt: api.clock() + 60_000 };
  await createOneTimeTokenRepository(api.db).insert(link);
  return token;
}

const invite = (world: AuditedWorld, email: string) =>
  make<{ id: string; link: string }>(world, 'POST /v1/demo/invitations', { email, grants: [{ role: 'viewer' }] });

const SIGN_IN: Examples = {
  'POST /v1/auth/login': () => ({ request: 'POST /v1/auth/login', options: { body: ADMIN } }),
  'POST /v1/auth/second-factor': async (world) => {
    const { email, secret } = await addEnrolled(world);
    const { challenge } = (await login(world.api, email)).body;
    const body = { challenge, code: codeAt(secret, world.api.clock()) };
    return { request: 'POST /v1/auth/second-factor', options: { body }, actor: email };
  },
  'POST /v1/auth/one-time': async (world) => {
    const token = await oneTimeLink(world, 'sign-in', world.user);
    return { request: 'POST /v1/auth/one-time', options: { body: { token } } };
  },
  'POST /v1/auth/logout': async (world) => byPerson(await addPerson(world), 'POST /v1/auth/logout'),
  'POST /v1/auth/oidc/logout': async (world) => byPerson(await addPerson(world), 'POST /v1/auth/oidc/logout'),
  'POST /v1/auth/password-reset': async (world) => {
    const { email } = await addPerson(world);
    return { request: 'POST /v1/auth/password-reset', options: { body: { email } }, actor: null };
  },
  'POST /v1/auth/password-reset/confirm': async (world) => {
    const { id, email } = await addPerson(world);
    const body = { token: await oneTimeLink(world, 'password-reset', id), password: NEW_PASSWORD };
    return { request: 'POST /v1/auth/password-reset/confirm', options: { body }, actor: email };
  },
  'POST /v1/auth/invitations/accept': async (world) => {
    const email = `guest-${++made}@example.org`;
    const { link } = await invite(world, email);
    const body = { token: link.split('#token=')[1], name: 'Guest', password: NEW_PASSWORD };
    return { request: 'POST /v1/auth/invitations/accept', options: { body }, actor: email };
  },
};

const OWN_SECURITY: Examples = {
  'POST /v1/me/password': async (world) => {
    const body = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    return byPerson(await addPerson(world), 'POST /v1/me/password', body);
  },
  'POST /v1/me/totp': async (world) => byPerson(await addPerson(world), 'POST /v1/me/totp'),
  'POST /v1/me/totp/confirm': async (world) => {
    const person = await addPerson(world);
    const token = person.tokens.access_token;
    const { body } = await call<{ secret: string }>(world.api, 'POST /v1/me/totp', { token });
    return byPerson(person, 'POST /v1/me/totp/confirm', { code: codeAt(body.secret, world.api.clock()) });
  },
  'DELETE /v1/me/totp': async (world) => {
    const person = await addEnrolled(world);
    return byPerson(person, 'DELETE /v1/me/totp', { code: codeAt(person.secret, world.api.clock()) });
  },
  'POST /v1/me/totp/recovery-codes': async (world) => {
    const person = await addEnrolled(world);
    return byPerson(person, 'POST /v1/me/totp/recovery-codes', { code: codeAt(person.secret, world.api.clock()) });
  },
  'DELETE /v1/me/trusted-browsers/:browser': async (world) => {
    const person = await addPerson(world);
    const browsers = createTrustedBrowserRepository(world.api.db);
    const now = world.api.clock();
    const about = {
      userId: person.id,
      address: '127.0.0.1',
      userAgent: 'test',
      createdAt: now,
      expiresAt: now + 60_000,
    };
    await browsers.insert({ ...about, tokenHash: hashSecret(nextName()) });
    const [browser] = await browsers.listOf(person.id, now);
    return byPerson(person, `DELETE /v1/me/trusted-browsers/${browser?.id}`);
  },
  'DELETE /v1/me/sessions/:session': async (world) => {
    const person = await addPerson(world);
    const token = person.tokens.access_token;
    const { body } = await call<{ items: { id: string }[] }>(world.api, 'GET /v1/me/sessions', { token });
    return byPerson(person, `DELETE /v1/me/sessions/${body.items[0]?.id}`);
  },
  'POST /v1/me/sign-out-everywhere': async (world) =>
    byPerson(await addPerson(world), 'POST /v1/me/sign-out-everywhere'),
};

const USERS: Examples = {
  'POST /v1/:account/users': ({ token }) => {
    const body = {
      email: `new-${++made}@example.org`,
      name: 'New',
      password: NEW_PASSWORD,
      grants: [{ role: 'viewer' }],
    };
    return { request: 'POST /v1/demo/users', options: { token, body } };
  },
  'PATCH /v1/:account/users/:user': async (world) => ({
    request: `PATCH /v1/demo/users/${(await addPerson(world)).id}`,
    options: { token: world.token, body: { name: 'Ada', grants: [{ role: 'operator', descendants: false }] } },
  }),
  'DELETE /v1/:account/users/:user': async (world) => ({
    request: `DELETE /v1/demo/users/${(await addPerson(world)).id}`,
    options: { token: world.token },
  }),
  'POST /v1/:account/users/:user/password-reset': async (world) => ({
    request: `POST /v1/demo/users/${(await addPerson(world)).id}/password-reset`,
    options: { token: world.token },
  }),
  'DELETE /v1/:account/users/:user/totp': async (world) => ({
    request: `DELETE /v1/demo/users/${(await addEnrolled(world)).id}/totp`,
    options: { token: world.token },
  }),
  'DELETE /v1/:account/users/:user/lockout': async (world) => ({
    request: `DELETE /v1/demo/users/${(await addPerson(world)).id}/lockout`,
    options: { token: world.token },
  }),
  'DELETE /v1/:account/address-lockouts/:address': ({ token }) => ({
    request: 'DELETE /v1/sys/address-lockouts/192.0.2.1',
    options: { token },
  }),
  'POST /v1/:account/invitations': ({ token }) => {
    const body = { email: `guest-${++made}@example.org`, grants: [{ role: 'viewer' }] };
    return { request: 'POST /v1/demo/invitations', options: { token, body } };
  },
  'POST /v1/:account/invitations/:invitation/resend': async (world) => ({
    request: `POST /v1/demo/invitations/${(await invite(world, `guest-${++made}@example.org`)).id}/resend`,
    options: { token: world.token },
  }),
  'DELETE /v1/:account/invitations/:invitation': async (world) => ({
    request: `DELETE /v1/demo/invitations/${(await invite(world, `guest-${++made}@example.org`)).id}`,
    options: { token: world.token },
  }),
};

const addRole = (world: AuditedWorld, name = nextName()) =>
  make(world, 'POST /v1/demo/roles', { name, permissions: ['agent:read'] });
const addMapping = (world: AuditedWorld) =>
  make(world, 'POST /v1/demo/oidc-mappings', { group: nextName(), role: 'viewer' });
const addToken = (world: AuditedWorld) =>
  make(world, 'POST /v1/demo/tokens', { name: nextName(), permissions: ['agent:read'] });

const RIGHTS: Examples = {
  'POST /v1/:account/roles': ({ token }) => ({
    request: 'POST /v1/demo/roles',
    options: { token, body: { name: 'night', permissions: ['agent:read'] } },
  }),
  'PATCH /v1/:account/roles/:role': async (world) => ({
    request: `PATCH /v1/demo/roles/${(await addRole(world)).id}`,
    options: { token: world.token, body: { permissions: ['agent:read', 'job:read'] } },
  }),
  'DELETE /v1/:account/roles/:role': async (world) => ({
    request: `DELETE /v1/demo/roles/${(await addRole(world)).id}`,
    options: { token: world.token },
  }),
  'POST /v1/:account/tokens': ({ token }) => ({
    request: 'POST /v1/demo/tokens',
    options: { token, body: { name: 'robot', permissions: ['agent:read'] } },
  }),
  'DELETE /v1/:account/tokens/:token': async (world) => ({
    request: `DELETE /v1/demo/tokens/${(await addToken(world)).id}`,
    options: { token: world.token },
  }),
  'POST /v1/:account/oidc-mappings': ({ token }) => ({
    request: 'POST /v1/demo/oidc-mappings',
    options: { token, body: { group: 'crew', role: 'operator', descendants: true } },
  }),
  'DELETE /v1/:account/oidc-mappings/:mapping': async (world) => ({
    request: `DELETE /v1/demo/oidc-mappings/${(await addMapping(world)).id}`,
    options: { token: world.token },
  }),
  'PUT /v1/:account/oidc-policy': ({ token }) => ({
    request: 'PUT /v1/demo/oidc-policy',
    options: { token, body: { link_by_email: true } },
  }),
};

const addFleet = (world: AuditedWorld) => make(world, 'POST /v1/demo/fleets', { name: nextName() });

async function addFleetWithAgent(world: AuditedWorld): Promise<{ readonly fleet: string; readonly agent: string }> {
  const { id: fleet } = await addFleet(world);
  const { id: agent } = await addAgent(world.api, world.token, nextName());
  const body = { agents: [agent] };
  await call(world.api, `POST /v1/demo/fleets/${fleet}/agents`, { token: world.token, body });
  return { fleet, agent };
}

const FLEETS: Examples = {
  'POST /v1/:account/fleets': ({ token }) => ({
    request: 'POST /v1/demo/fleets',
    options: { token, body: { name: 'pumps', description: 'in the cellar' } },
  }),
  'PATCH /v1/:account/fleets/:fleet': async (world) => ({
    request: `PATCH /v1/demo/fleets/${(await addFleet(world)).id}`,
    options: { token: world.token, body: { description: 'on the roof' } },
  }),
  'DELETE /v1/:account/fleets/:fleet': async (world) => ({
    request: `DELETE /v1/demo/fleets/${(await addFleet(world)).id}`,
    options: { token: world.token },
  }),
  'POST /v1/:account/fleets/:fleet/agents': async (world) => {
    const agent = await addAgent(world.api, world.token, nextName());
    const request = `POST /v1/demo/fleets/${(await addFleet(world)).id}/agents` as const;
    return { request, options: { token: world.token, body: { agents: [agent.name] } } };
  },
  'DELETE /v1/:account/fleets/:fleet/agents/:agent': async (world) => {
    const { fleet, agent } = await addFleetWithAgent(world);
    return { request: `DELETE /v1/demo/fleets/${fleet}/agents/${agent}`, options: { token: world.token } };
  },
};

const AGENTS: Examples = {
  'POST /v1/:account/accounts': ({ token }) => ({
    request: 'POST /v1/demo/accounts',
    options: { token, body: { name: 'north' } },
  }),
  'POST /v1/:account/agents': ({ token }) => ({
    request: 'POST /v1/demo/agents',
    options: { token, body: { name: 'made' } },
  }),
  'PATCH /v1/:account/agents/:agent': async ({ api, token }) => ({
    request: `PATCH /v1/demo/agents/${(await addAgent(api, token, 'changed')).id}`,
    options: { token, body: { disabled: true } },
  }),
  'DELETE /v1/:account/agents/:agent': async ({ api, token }) => ({
    request: `DELETE /v1/demo/agents/${(await addAgent(api, token, 'deleted')).id}`,
    options: { token },
  }),
  'POST /v1/:account/agents/:agent/credentials': async ({ api, token }) => ({
    request: `POST /v1/demo/agents/${(await addAgent(api, token, 'renewed')).id}/credentials`,
    options: { token },
  }),
  'POST /v1/:account/dead-letters/:id/replay': ({ token, letters }) => ({
    request: `POST /v1/demo/dead-letters/${letters[0]}/replay`,
    options: { token },
  }),
  'DELETE /v1/:account/dead-letters/:id': ({ token, letters }) => ({
    request: `DELETE /v1/demo/dead-letters/${letters[1]}`,
    options: { token },
  }),
};

/** A request that succeeds for every route that changes something and is in the audit, by method and path. */
export const AUDITED_REQUESTS: Examples = { ...SIGN_IN, ...OWN_SECURITY, ...USERS, ...RIGHTS, ...FLEETS, ...AGENTS };
