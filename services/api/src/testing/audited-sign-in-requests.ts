import type { UserId } from '@hawser/core';
import { createOneTimeTokenRepository, createTrustedBrowserRepository } from '@hawser/storage';
import { hashSecret } from '../http/secrets.ts';
import {
  type AuditedRequest,
  type AuditedWorld,
  addEnrolled,
  addPerson,
  type Examples,
  invite,
  NEW_PASSWORD,
  nextEmail,
  nextName,
  type Person,
} from './audited-world.ts';
import { codeAt, login, PASSWORD } from './password-users.ts';
import { ADMIN, call } from './test-api.ts';

/** A request about somebody's own sign-in. */
function byPerson({ email, tokens }: Person, request: AuditedRequest['request'], body?: object): AuditedRequest {
  const options = { token: tokens.access_token, ...(body === undefined ? {} : { body }) };
  return { request, options, actor: email };
}

async function oneTimeLink(
  { api }: AuditedWorld,
  purpose: 'sign-in' | 'password-reset',
  userId: UserId,
): Promise<string> {
  const token = `link ${nextName()}`;
  const link = { tokenHash: hashSecret(token), purpose, userId, expiresAt: api.clock() + 60_000 };
  await createOneTimeTokenRepository(api.db).insert(link);
  return token;
}

/** Requests about signing in and out. */
export const SIGN_IN_REQUESTS: Examples = {
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
    const email = nextEmail();
    const { link } = await invite(world, email);
    const body = { token: link.split('#token=')[1], name: 'Guest', password: NEW_PASSWORD };
    return { request: 'POST /v1/auth/invitations/accept', options: { body }, actor: email };
  },
};

/** Requests about one's own sign-in. */
export const OWN_SECURITY_REQUESTS: Examples = {
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
