import type { AccountId } from '@hawser/core';
import { createMailer } from '@hawser/platform/mail';
import { type SmtpSink, startSmtpSink } from '@hawser/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addUser, login, PASSWORD, signIn, type TokenPair } from '../../testing/password-users.ts';
import { type Answer, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';

const DAY_MS = 86_400_000;
const INVALID = { status: 401, body: { code: 'invalid-token' } };

interface Sent {
  readonly id: string;
  readonly link: string;
  readonly mail: string;
  readonly grants: object[];
}

let sink: SmtpSink;
let api: TestApi;
let account: AccountId;
let admin: string;
let email: string;
let invited = 0;

beforeAll(async () => {
  sink = await startSmtpSink();
  const mailer = createMailer({ url: sink.url, from: 'Hawser <hawser@example.org>' });
  api = await startTestApi({ publicUrl: 'https://hawser.example.org' }, { mailer });
  account = (await setUp(api)).account.id as AccountId;
});
beforeEach(async () => {
  invited += 1;
  email = `guest-${invited}@example.org`;
  admin = (await signIn(api, 'admin@localhost', 'seven green ferries')).access_token;
});
afterAll(async () => {
  await api.close();
  await sink.close();
});

const invite = (token: string, grants: object[] = [{ role: 'viewer' }], headers: Record<string, string> = {}) =>
  call<Sent & { code: string; detail: string }>(api, 'POST /v1/demo/invitations', {
    token,
    body: { email, grants },
    headers,
  });

const tokenOf = ({ body }: Answer<Sent>): string => body.link.split('#token=')[1] ?? '';

const accept = (token: string, password = PASSWORD): Promise<Answer<TokenPair & { code: string }>> =>
  call(api, 'POST /v1/auth/invitations/accept', { body: { token, name: 'Ada Byron', password } });

describe('an invitation', () => {
  it('is mailed, and makes a user with what it grants, once', async () => {
    const sent = await invite(admin, [{ role: 'operator', descendants: true }]);
    expect(sent).toMatchObject({ status: 201, body: { email, mail: 'sent', expired: false } });
    expect(sent.body.link).toMatch(/^https:\/\/hawser\.example\.org\/accept-invitation#token=[\w-]{43}$/);
    const letter = sink.mails.find(({ to }) => to.includes(email));
    expect(letter).toMatchObject({ subject: 'Invitation to demo in Hawser' });
    expect(letter?.text).toContain(sent.body.link);
    expect(letter?.text).toContain('for 7 days');
    const token = tokenOf(sent);
    expect((await accept(token, 'short')).status).toBe(422);
    expect((await accept(token, 'byron and a boat')).status).toBe(422);
    const answers = await Promise.all([accept(token), accept(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401]);
    const tokens = answers.find(({ status }) => status === 201)!.body;
    expect((await call(api, 'GET /v1/me', { token: tokens.access_token })).body).toMatchObject({
      email,
      name: 'Ada Byron',
      account: { name: 'demo' },
      grants: [{ role: 'operator', account: 'demo', descendants: true, fleet: null }],
    });
    expect((await login(api, email)).status).toBe(200);
    expect((await invite(admin)).status).toBe(409);
  });

  it('works for seven days; then it can be sent again with a new link', async () => {
    const sent = await invite(admin);
    api.clock.advance(7 * DAY_MS);
    admin = (await signIn(api, 'admin@localhost', 'seven green ferries')).access_token;
    expect(await accept(tokenOf(sent))).toMatchObject(INVALID);
    const { body } = await call<{ items: object[] }>(api, 'GET /v1/demo/invitations', { token: admin });
    expect(body.items).toContainEqual(expect.objectContaining({ id: sent.body.id, email, expired: true }));
    expect(JSON.stringify(body)).not.toContain('token');
    const resend = `POST /v1/demo/invitations/${sent.body.id}/resend` as const;
    const again = await call<Sent>(api, resend, { token: admin });
    expect(again).toMatchObject({ status: 200, body: { id: sent.body.id, mail: 'sent', expired: false } });
    expect(await accept(tokenOf(sent))).toMatchObject(INVALID);
    expect((await accept(tokenOf(again))).status).toBe(201);
  });

  it('can be revoked', async () => {
    const sent = await invite(admin);
    expect(await invite(admin)).toMatchObject({ status: 409, body: { code: 'name-taken' } });
    const revoke = `DELETE /v1/demo/invitations/${sent.body.id}` as const;
    expect((await call(api, revoke, { token: admin })).status).toBe(204);
    expect((await call(api, revoke, { token: admin })).status).toBe(404);
    expect(await accept(tokenOf(sent))).toMatchObject(INVALID);
    expect((await invite(admin)).status).toBe(201);
  });

  it('is made once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': `key-${invited}` };
    const [first, second] = [await invite(admin, undefined, headers), await invite(admin, undefined, headers)];
    expect(second.body).toEqual(first.body);
  });

  it('of something that is not there is refused', async () => {
    const refused = { status: 422, body: { code: 'invalid-input' } };
    expect(await invite(admin, [{ role: 'captain' }])).toMatchObject(refused);
    expect(await invite(admin, [{ role: 'viewer', account: 'nowhere' }])).toMatchObject(refused);
    expect(await invite(admin, [{ role: 'viewer', fleet: 'none' }])).toMatchObject(refused);
    expect(await invite(admin, [])).toMatchObject(refused);
    expect((await call(api, 'GET /v1/demo/invitations', { token: admin })).text).not.toContain(email);
  });
});

describe('who may invite', () => {
  async function desk(): Promise<string> {
    const address = `desk-${invited}@example.org`;
    const id = await addUser(api, { email: address, account });
    const sql = `WITH r AS (INSERT INTO roles (id, account_id, name, permissions)
        VALUES (gen_random_uuid(), $1, $2, '["user:read", "user:write"]') RETURNING id)
      INSERT INTO grants (id, user_id, role_id, account_id, descendants)
      SELECT gen_random_uuid(), $3, id, $1, false FROM r`;
    await api.db.query(sql, [account, `desk-${invited}`, id]);
    return (await signIn(api, address)).access_token;
  }

  it('grants only what they hold', async () => {
    const token = await desk();
    const refused = await invite(token, [{ role: 'operator' }]);
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(refused.body.detail).toContain('agent:write');
    expect(await invite(token, [{ role: 'viewer', account: 'sys' }])).toMatchObject({ status: 422 });
    expect((await invite(token, [{ role: `desk-${invited}`, descendants: false }, { role: 'viewer' }])).status).toBe(
      201,
    );
  });

  it('does not send what another may grant', async () => {
    const token = await desk();
    const sent = await invite(admin, [{ role: 'admin' }]);
    const resend = `POST /v1/demo/invitations/${sent.body.id}/resend` as const;
    expect((await call(api, resend, { token })).status).toBe(403);
  });

  it('needs the permission', async () => {
    const viewer = `viewer-${invited}@example.org`;
    await addUser(api, { email: viewer, account });
    const { access_token } = await signIn(api, viewer);
    expect((await invite(access_token)).status).toBe(403);
    expect((await call(api, 'GET /v1/demo/invitations', { token: access_token })).status).toBe(403);
  });

  it('gives nothing away by an invitation when they have lost it meanwhile', async () => {
    const token = await desk();
    const sent = await invite(token);
    await api.db.query(
      `DELETE FROM grants USING users u WHERE u.id = user_id AND u.email = $1 AND built_in = 'viewer'`,
      [`desk-${invited}@example.org`],
    );
    expect(await accept(tokenOf(sent))).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await login(api, email)).status).toBe(401);
  });
});
