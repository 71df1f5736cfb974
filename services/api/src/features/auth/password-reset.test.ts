import type { AccountId } from '@hawser/core';
import { createMailer } from '@hawser/platform/mail';
import { type SmtpSink, startSmtpSink, waitFor } from '@hawser/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addUser, codeAt, enrol, login, PASSWORD, signIn, statusOf } from '../../testing/password-users.ts';
import { call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

const NEW_PASSWORD = 'ten loud lighthouses';
const HOUR_MS = 3_600_000;
const INVALID = { status: 401, body: { code: 'invalid-token' } };
const LINK = /^https:\/\/hawser\.example\.org\/reset-password#token=([\w-]{43})$/m;

let sink: SmtpSink;
let api: TestApi;
let account: AccountId;
let admin: string;
let email: string;
let users = 0;

beforeAll(async () => {
  sink = await startSmtpSink();
  const mailer = createMailer({ url: sink.url, from: 'Hawser <hawser@example.org>' });
  api = await startTestApi({ publicUrl: 'https://hawser.example.org/' }, { mailer });
  account = (await setUp(api)).account.id as AccountId;
});
beforeEach(async () => {
  users += 1;
  email = `user-${users}@example.org`;
  await addUser(api, { email, account });
  await api.db.query('TRUNCATE sign_in_failures');
  admin = (await signIn(api, 'admin@localhost', 'seven green ferries')).access_token;
});
afterAll(async () => {
  await api.close();
  await sink.close();
});

const ask = (address: string) => call(api, 'POST /v1/auth/password-reset', { body: { email: address } });

const confirm = (token: string, password = NEW_PASSWORD) =>
  call(api, 'POST /v1/auth/password-reset/confirm', { body: { token, password } });

const lettersTo = (address: string) => sink.mails.filter(({ to }) => to.includes(address));

function tokenIn(text: string | undefined): string {
  const token = LINK.exec(text ?? '')?.[1];
  if (token === undefined) throw new Error(`there is no link in: ${text}`);
  return token;
}

async function mailedToken(): Promise<string> {
  const before = lettersTo(email).length;
  await ask(email);
  const letter = await waitFor(() => lettersTo(email)[before], { what: 'the letter' });
  return tokenIn(letter.text);
}

describe('a forgotten password', () => {
  it('is answered the same for everybody, and mailed to those who exist', async () => {
    const [known, unknown] = [await ask(email.toUpperCase()), await ask('nobody@example.org')];
    expect(known.status).toBe(202);
    expect({ status: unknown.status, text: unknown.text }).toEqual({ status: known.status, text: known.text });
    const letter = await waitFor(() => lettersTo(email)[0], { what: 'the letter' });
    expect(letter).toMatchObject({ from: 'hawser@example.org', subject: 'Your new Hawser password' });
    expect(letter.text).toMatch(LINK);
    expect(lettersTo('nobody@example.org')).toEqual([]);
  });

  it('is replaced once, and every session ends', async () => {
    const before = await signIn(api, email);
    const token = await mailedToken();
    expect(await confirm(token, 'short')).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    const answers = await Promise.all([confirm(token), confirm(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401]);
    expect(await statusOf(api, before.access_token)).toBe(401);
    expect((await login(api, email)).status).toBe(401);
    expect((await login(api, email, NEW_PASSWORD)).status).toBe(200);
    expect(await confirm(token)).toMatchObject(INVALID);
  });

  it('makes other links useless, lifts a lock, and leaves the second factor on', async () => {
    const { secret } = await enrol(api, (await signIn(api, email)).access_token);
    const [first, second] = [await mailedToken(), await mailedToken()];
    for (let i = 0; i < 6; i++) await login(api, email, 'wrong');
    expect((await login(api, email)).status).toBe(429);
    expect((await confirm(second)).status).toBe(204);
    expect(await confirm(first)).toMatchObject(INVALID);
    const answer = await login(api, email, NEW_PASSWORD);
    expect(answer.body.code).toBe('second-factor-required');
    api.clock.advance(30_000);
    const body = { challenge: answer.body.challenge, code: codeAt(secret, api.clock()) };
    expect((await call(api, 'POST /v1/auth/second-factor', { body })).status).toBe(200);
  });

  it('gives a link for an hour, and three at a time', async () => {
    const tokens = [await mailedToken(), await mailedToken(), await mailedToken()];
    await ask(email);
    const other = `other-${users}@example.org`;
    await addUser(api, { email: other, account });
    await ask(other);
    await waitFor(() => lettersTo(other)[0], { what: 'the letter after' });
    expect(lettersTo(email)).toHaveLength(3);
    api.clock.advance(HOUR_MS);
    expect(await confirm(tokens[0]!)).toMatchObject(INVALID);
    expect((await confirm(await mailedToken())).status).toBe(204);
  });

  it('of a disabled user is not answered', async () => {
    await api.db.query('UPDATE users SET disabled = true WHERE email = $1', [email]);
    await ask(email);
    const other = `after-${users}@example.org`;
    await addUser(api, { email: other, account });
    await ask(other);
    await waitFor(() => lettersTo(other)[0], { what: 'the letter after' });
    expect(lettersTo(email)).toEqual([]);
  });

  it('of a user without a password is not answered, and refused to an administrator', async () => {
    await api.db.query('UPDATE users SET password_hash = NULL WHERE email = $1', [email]);
    expect((await ask(email)).status).toBe(202);
    const other = `beside-${users}@example.org`;
    await addUser(api, { email: other, account });
    await ask(other);
    await waitFor(() => lettersTo(other)[0], { what: 'the letter after' });
    const asked = await call(api, `POST /v1/demo/users/${email}/password-reset`, { token: admin });
    expect(asked).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(asked.body.detail).toContain('identity provider');
    expect(lettersTo(email)).toEqual([]);
  });

  it('keeps no token that could be read from the database', async () => {
    const token = await mailedToken();
    const rows = await api.db.query<{ token_hash: Uint8Array }>('SELECT token_hash FROM one_time_tokens');
    expect(rows.some(({ token_hash }) => Buffer.from(token_hash).includes(token))).toBe(false);
  });
});

describe('an administrator', () => {
  type Reset = { link: string; mail: string; expires_at: string };
  const reset = (token: string, user = email, name = 'demo') =>
    call<Reset & { code: string }>(api, `POST /v1/${name}/users/${user}/password-reset`, { token });

  it('gives a user a link, which is mailed too', async () => {
    const { status, body } = await reset(admin);
    expect(status).toBe(201);
    expect(body.mail).toBe('sent');
    expect(tokenIn(body.link)).toBe(tokenIn(lettersTo(email)[0]?.text));
    expect(lettersTo(email)[0]?.text).toContain('admin@localhost has asked for a new password');
    api.clock.advance(24 * HOUR_MS - 1);
    expect((await confirm(tokenIn(body.link))).status).toBe(204);
  });

  it('is told when the letter could not be sent', async () => {
    sink.refuse(1, 550);
    expect((await reset(admin)).body).toMatchObject({ mail: 'failed', link: expect.stringMatching(LINK) });
  });

  it('cannot put themselves in the place of somebody who may do more, or reach other accounts', async () => {
    const small = `small-${users}@example.org`;
    const id = await addUser(api, { email: small, account });
    const roles = `INSERT INTO roles (id, account_id, name, permissions) VALUES (gen_random_uuid(), $1, $2, $3) RETURNING id`;
    const permissions = JSON.stringify(['user:read', 'user:write']);
    const [role] = await api.db.query<{ id: string }>(roles, [account, `desk-${users}`, permissions]);
    const grant = `INSERT INTO grants (id, user_id, role_id, account_id, descendants)
      VALUES (gen_random_uuid(), $1, $2, $3, false)`;
    await api.db.query(grant, [id, role!.id, account]);
    const token = (await signIn(api, small)).access_token;
    const mighty = `mighty-${users}@example.org`;
    await addUser(api, { email: mighty, account, role: 'admin' });
    const routes = ['totp', 'lockout'] as const;
    expect(await reset(token, mighty)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    for (const route of routes) {
      expect((await call(api, `DELETE /v1/demo/users/${mighty}/${route}`, { token })).status).toBe(403);
    }
    expect((await reset(token, 'admin@localhost', 'sys')).status).toBe(404);
    expect((await reset(token, 'admin@localhost')).status).toBe(404);
    const viewer = (await signIn(api, email)).access_token;
    expect((await reset(viewer)).status).toBe(403);
  });

  it('resets the second factor of a user, and ends their sessions', async () => {
    const { access_token } = await signIn(api, email);
    await enrol(api, access_token);
    const remove = () => call(api, `DELETE /v1/demo/users/${email}/totp`, { token: admin });
    expect((await remove()).status).toBe(204);
    expect(await statusOf(api, access_token)).toBe(401);
    expect((await login(api, email)).status).toBe(200);
    expect((await remove()).status).toBe(404);
  });

  it('lifts the lock of a user and, in the root account, of an address', async () => {
    for (let i = 0; i < 6; i++) await login(api, email, 'wrong');
    expect((await login(api, email)).status).toBe(429);
    const lift = (path: string) => call(api, `DELETE /v1/${path}`, { token: admin });
    const above = 'admin@localhost';
    for (let i = 0; i < 6; i++) await login(api, above, 'wrong');
    expect((await lift(`demo/users/${above}/lockout`)).status).toBe(404);
    expect((await lift(`demo/users/${email}/lockout`)).status).toBe(204);
    expect((await login(api, email)).status).toBe(200);
    expect((await login(api, above)).status).toBe(429);
    expect((await lift(`sys/users/${above}/lockout`)).status).toBe(204);
    for (let i = 0; i < 31; i++) await login(api, `nobody-${i}@example.org`, 'wrong');
    expect((await login(api, email)).status).toBe(429);
    expect((await lift('demo/address-lockouts/127.0.0.1')).status).toBe(403);
    expect((await lift('sys/address-lockouts/127.0.0.1')).status).toBe(204);
    expect((await login(api, email)).status).toBe(200);
  });
});

describe('without mail', () => {
  it('says so, and still gives an administrator the link', async () => {
    const silent = await startTestApi();
    const done = await setUp(silent);
    await addUser(silent, { email, account: done.account.id as AccountId });
    const asked = await call(silent, 'POST /v1/auth/password-reset', { body: { email } });
    expect(asked).toMatchObject({ status: 409, body: { code: 'mail-not-set-up' } });
    expect(asked.body.hint).toContain('SMTP_URL');
    const token = done.access_token;
    const headers = { host: 'hawser.plant.example:3002' };
    const reset = await call(silent, `POST /v1/demo/users/${email}/password-reset`, { token, headers });
    expect(reset).toMatchObject({ status: 201, body: { mail: 'not-set-up' } });
    // Whoever asks is shown a link that they can reach themselves.
    expect(reset.body.link).toMatch(/^http:\/\/hawser\.plant\.example:3002\/reset-password#token=/);
    const body = { token: String(reset.body.link).split('token=')[1], password: NEW_PASSWORD };
    expect((await call(silent, 'POST /v1/auth/password-reset/confirm', { body })).status).toBe(204);
    expect((await login(silent, email, PASSWORD)).status).toBe(401);
    await silent.close();
  });
});
