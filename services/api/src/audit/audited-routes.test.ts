import { randomUUID } from 'node:crypto';
import { type AccountId, type AgentId, type DeadLetterId, newId, type UserId } from '@hawser/core';
import { silentLogger } from '@hawser/platform';
import { createMailer } from '@hawser/platform/mail';
import { listAuditChains, verifyAuditChain } from '@hawser/storage';
import { type SmtpSink, startSmtpSink } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireRouteAudits } from '../plugins/route-audits.ts';
import { AUDITED_REQUESTS } from '../testing/audited-requests.ts';
import type { AuditedRequest, AuditedWorld } from '../testing/audited-world.ts';
import { contentsOf } from '../testing/contents.ts';
import { PASSWORD } from '../testing/password-users.ts';
import { ADMIN, addAgent, call, SETUP_TOKEN, setUp, startTestApi } from '../testing/test-api.ts';
import { appendMessage } from '../testing/test-queue.ts';
import { TestIngestion } from '../testing/test-telemetry.ts';

type Request = Parameters<typeof call>[1];

const LETTERS = Array.from({ length: 4 }, () => newId<DeadLetterId>());

/** These succeed whatever the body says, and end the session that asks. */
const NEVER_FAIL: ReadonlySet<string> = new Set([
  '/v1/auth/logout',
  '/v1/auth/oidc/logout',
  '/v1/me/sign-out-everywhere',
  'POST /v1/me/totp',
]);

let sink: SmtpSink;
let world: AuditedWorld;

beforeAll(async () => {
  sink = await startSmtpSink();
  const mailer = createMailer({ url: sink.url, from: 'Hawser <hawser@example.org>' });
  const api = await startTestApi({}, { mailer });
  const early = await call(api, 'POST /v1/setup', {
    body: { token: 'wrong', ...ADMIN, account: 'demo' },
  });
  expect(early.status).toBe(401);
  const { access_token: token, account } = await setUp(api);
  const { body } = await call<{ id: UserId }>(api, 'GET /v1/me', { token });
  const agent = (await addAgent(api, token, 'gateway')).id as AgentId;
  const ingestion = new TestIngestion(api);
  const offset = await appendMessage(api.queue, { account: account.id as AccountId, agent, receivedAt: api.clock() });
  const deadLetters = LETTERS.map((id) => ingestion.deadLetter(id, account.id as AccountId, agent));
  await ingestion.commit({ offset, deadLetters });
  world = { api, token, account: account.id as AccountId, user: body.id, letters: [...LETTERS] };
});
afterAll(async () => {
  await world.api.close();
  await sink.close();
});

async function entriesSince(ids: ReadonlySet<string>): Promise<Record<string, unknown>[]> {
  return (await allEntries()).filter((entry) => !ids.has(keyOf(entry)));
}

function allEntries(): Promise<Record<string, unknown>[]> {
  return world.api.db.query('SELECT * FROM audit_entries ORDER BY account_id, seq');
}

const keyOf = (entry: Record<string, unknown>) => `${entry.account_id} ${entry.seq}`;

/** Sends a request and gives the entries that it left. */
async function entriesOf({
  request,
  options,
}: AuditedRequest): Promise<{ status: number; left: Record<string, unknown>[] }> {
  const before = new Set((await allEntries()).map(keyOf));
  const { status } = await call(world.api, request, options);
  return { status, left: await entriesSince(before) };
}

/** Set-up has had its one success before the others can be tried. */
const walked = () =>
  world.api.role.auditedRoutes.filter(({ url, audit }) => typeof audit === 'string' && url !== '/v1/setup');

describe('routes that change something', () => {
  it('are audited, but for those that change nothing for anybody', () => {
    const none = world.api.role.auditedRoutes.filter(({ audit }) => typeof audit === 'object');
    expect(none.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /v1/auth/refresh']);
  });

  it('leave exactly one entry when they succeed', async () => {
    for (const { method, url, audit } of walked()) {
      const name = `${method} ${url}`;
      const example = AUDITED_REQUESTS[name];
      if (example === undefined) throw new Error(`${name} has no example of a valid request here`);
      const asked = await example(world);
      const { status, left } = await entriesOf(asked);
      expect([name, status < 300, left.length]).toEqual([name, true, 1]);
      const { actor = ADMIN.email } = asked;
      const actor_kind = actor === null ? 'anonymous' : 'user';
      expect([name, left[0]]).toMatchObject([
        name,
        { action: audit, outcome: 'success', actor_kind, actor_name: actor },
      ]);
      expect([name, left[0]!.resource_name ?? left[0]!.resource_id]).toEqual([name, expect.any(String)]);
      expect(left[0]!.address).toBe('127.0.0.1');
      expect(left[0]!.correlation_id).toEqual(expect.any(String));
    }
  });

  it('leave exactly one entry when they fail', async () => {
    const seen = new Set<unknown>();
    for (const { method, url, audit } of walked()) {
      // The same attempt again within a minute would be counted with the first.
      if (seen.has(audit)) world.api.clock.advance(61_000);
      seen.add(audit);
      const path = url.replace(':account', 'demo').replace(/:\w+/g, randomUUID());
      // None of the bodies has this, so that those which find what the path names fail as well.
      const options = { token: world.token, body: { nonsense: true } };
      if (NEVER_FAIL.has(url) || NEVER_FAIL.has(`${method} ${url}`)) continue;
      const { status, left } = await entriesOf({ request: `${method} ${path}` as Request, options });
      expect([url, status >= 400, left.length]).toEqual([url, true, 1]);
      const outcome = status === 403 ? 'denied' : 'failed';
      expect([url, left[0]]).toMatchObject([url, { action: audit, outcome, before: null, after: null }]);
    }
  });

  it('leave exactly one entry, of a denied attempt, for an account out of reach', async () => {
    const inAccounts = walked().filter(({ url }) => url.includes(':account'));
    expect(inAccounts.length).toBeGreaterThan(5);
    for (const { method, url, audit } of inAccounts) {
      const request = `${method} ${url.replace(':account', 'elsewhere').replace(/:\w+/g, randomUUID())}` as Request;
      const { status, left } = await entriesOf({ request, options: { token: world.token, body: {} } });
      expect([url, status, left.length]).toEqual([url, 404, 1]);
      expect(left[0]).toMatchObject({ action: audit, outcome: 'denied', code: 'not-found', actor_name: ADMIN.email });
    }
  });

  it('leave none for somebody without a token', async () => {
    const { status, left } = await entriesOf({ request: 'POST /v1/demo/agents', options: { body: { name: 'x' } } });
    expect([status, left]).toEqual([401, []]);
  });

  it('left what was tried before set-up in the chain of the installation, and set-up in that of the root', async () => {
    const setups = (await allEntries()).filter(({ action }) => action === 'installation.set_up');
    expect(setups).toMatchObject([
      { account_id: '00000000-0000-0000-0000-000000000000', outcome: 'denied', code: 'invalid-token' },
      { outcome: 'success', after: { account: 'demo', administrator: ADMIN.email } },
    ]);
  });

  it('left no secret', async () => {
    const entries = await allEntries();
    const text = JSON.stringify(entries);
    for (const secret of [ADMIN.password, PASSWORD, SETUP_TOKEN, world.token, 'hwt_'])
      expect(text).not.toContain(secret);
    const values = entries.map(({ before, after, resource_name }) => [before, after, resource_name]);
    expect(JSON.stringify(values)).not.toMatch(/password|secret|#token|"link thing/);
  });

  it('left chains that verify', async () => {
    const chains = await listAuditChains(world.api.db);
    expect(chains.length).toBeGreaterThanOrEqual(3);
    for (const chain of chains) expect(await verifyAuditChain(world.api.db, chain)).toMatchObject({ intact: true });
  });
});

describe('a flood of denied attempts', () => {
  it('is one entry at once and one that counts the rest', async () => {
    const { api, token } = world;
    const attempt = { request: 'DELETE /v1/flooded/agents/x', options: { token } } as const;
    expect((await entriesOf(attempt)).left).toHaveLength(1);
    for (let i = 0; i < 20; i++) expect((await entriesOf(attempt)).left).toHaveLength(0);
    api.clock.advance(61_000);
    await call(api, attempt.request, attempt.options);
    const sql = `SELECT attempts FROM audit_entries WHERE action = 'agent.delete' AND resource_name = 'x' ORDER BY seq`;
    expect(await api.db.query(sql)).toEqual([{ attempts: 1 }, { attempts: 20 }, { attempts: 1 }]);
  });
});

describe('a request whose entry cannot be written', () => {
  beforeAll(async () => {
    await world.api.db.query(`CREATE FUNCTION refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'no entries are taken now'; END $$;
      CREATE TRIGGER refuse_entries BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_entry();
      ALTER TABLE audit_entries DISABLE TRIGGER refuse_entries`);
  });

  // Whoever forgot their password is answered before anything is looked up; the link is made later.
  const changing = Object.keys(AUDITED_REQUESTS).filter((name) => name !== 'POST /v1/auth/password-reset');
  it.each(changing)('changes nothing: %s', async (name) => {
    const { api } = world;
    const { request, options } = await AUDITED_REQUESTS[name]!(world);
    const before = await contentsOf(api.db);
    await api.db.query('ALTER TABLE audit_entries ENABLE TRIGGER refuse_entries');
    const { status } = await call(api, request, options).finally(() =>
      api.db.query('ALTER TABLE audit_entries DISABLE TRIGGER refuse_entries'),
    );
    expect(status).toBeGreaterThanOrEqual(500);
    expect(await contentsOf(api.db)).toEqual(before);
  });

  it('is refused, and its change undone', async () => {
    const { api, token } = world;
    await api.db.query('ALTER TABLE audit_entries RENAME TO audit_entries_away');
    try {
      const made = await call(api, 'POST /v1/demo/agents', { token, body: { name: 'unseen' } });
      expect(made.status).toBeGreaterThanOrEqual(500);
      const signedIn = await call(api, 'POST /v1/auth/login', {
        body: ADMIN,
        headers: { 'x-hawser-session': 'cookie' },
      });
      expect(signedIn).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(signedIn.headers['set-cookie']).toBeUndefined();
    } finally {
      await api.db.query('ALTER TABLE audit_entries_away RENAME TO audit_entries');
    }
    expect((await call(api, 'GET /v1/demo/agents/unseen', { token })).status).toBe(404);
  });
});

describe('a route that changes something and does not say what the audit calls it', () => {
  it('keeps the API from starting', async () => {
    const { default: fastify } = await import('fastify');
    const app = fastify({ loggerInstance: silentLogger() as never });
    requireRouteAudits(app as never);
    app.post('/forgotten', async () => null);
    app.get('/read', async () => null);
    await expect(app.ready()).rejects.toThrow('routes that change something without config.audit: POST /forgotten');
  });
});
