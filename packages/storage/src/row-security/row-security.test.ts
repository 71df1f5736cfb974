import { type AccountId, type AgentId, newId, type UserId } from '@hawser/core';
import { type PostgresServer, startMemoryPglite, startPostgres, testDatabase } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountScope, beginWithin } from '../account-scope.ts';
import type { Account } from '../accounts/account.ts';
import { createAccountRepository } from '../accounts/account-repository.ts';
import { createAgentRepository } from '../agents/agent-repository.ts';
import { wholeAccount } from '../agents/agent-scope.ts';
import { createCredentialRepository } from '../agents/credential-repository.ts';
import type { Database, ScopedDatabase } from '../database.ts';
import { createDeadLetterRepository } from '../dead-letters/dead-letter-repository.ts';
import { createLedgerRepository } from '../ledger/ledger-repository.ts';
import { migrate } from '../migrate.ts';
import { createPostgresDatabase } from '../postgres/index.ts';
import { createReadingsRepository } from '../readings/readings-repository.ts';
import { createSeriesRepository } from '../series/series-repository.ts';
import { createUserRepository } from '../users/user-repository.ts';
import { assertTenantRole } from './assert-tenant-role.ts';
import { databaseOfOwner } from './testing/database-of-owner.ts';
import { fillAccess } from './testing/fill-access.ts';
import { tableRights } from './testing/table-rights.ts';

/** Why a table or view that hawser_tenant may read hides nothing. Everything else must have a policy, or no rights. */
const OPEN_FOR_A_REASON: Readonly<Record<string, string>> = {
  all_readings: 'reached only by the ids of series that were filtered; a policy would cost every reading',
  all_readings_1m: 'the same',
  all_readings_1h: 'the same',
  retention_floors: 'the same for all accounts',
  shard_offsets: 'positions in the queue, which all accounts share',
  intake_cursors: 'positions in the queue, which all accounts share',
  journal_offsets: 'positions in the queue, which all accounts share',
};

/** Why hawser_tenant may not touch a table at all. */
const CLOSED_FOR_A_REASON: Readonly<Record<string, string>> = {
  schema_migrations: 'belongs to the program',
  installation: 'belongs to the program',
  encryption_keys: 'sign-in alone needs the keys',
  token_keys: 'API tokens are checked before an account is known',
  sign_in_failures: 'counted before anybody is known',
  signing_keys: 'sign-in alone needs the private keys',
  readings: 'read through all_readings, written by ingestion alone',
  readings_1m: 'read through all_readings_1m, written by ingestion alone',
  readings_1h: 'read through all_readings_1h, written by ingestion alone',
  rollup_partials: 'read through the views, written by ingestion alone',
  retention_policies: 'for maintenance',
  dedup_cursors: 'for ingestion',
  dedup_ids: 'for ingestion',
  ingestion_members: 'for ingestion',
  account_readings: 'for readers by SQL, who have roles of their own',
};

const ENGINES = [
  ['PGlite, as a superuser', startMemoryPglite],
  ['PostgreSQL, as a superuser', testDatabase],
  ['PostgreSQL, as the owner of the tables', databaseOfOwner],
] as const;

/** Everything that an account can have, in one account. */
interface Tenant {
  readonly account: Account;
  readonly user: UserId;
  readonly agent: AgentId;
  readonly series: number;
}

describe.each(ENGINES)('row security on %s', (_name, open) => {
  let engine: { readonly database: Database; close(): Promise<void> };
  let db: Database;
  let root: Account;
  let acme: Tenant;
  let north: Tenant;
  let other: Tenant;
  let inAcme: ScopedDatabase;

  beforeAll(async () => {
    engine = await open();
    db = engine.database;
    root = await createAccountRepository(db).create({ name: 'sys', parentId: null });
    acme = await fill(db, 'acme', root.id);
    north = await fill(db, 'north', acme.account.id);
    // Begins with the same letters, and is not below it.
    other = await fill(db, 'acme-2', root.id);
    inAcme = db.within(acme.account);
  });
  afterAll(() => engine.close());

  /** A repository wants a whole database. */
  const within = (scope: AccountScope): Database => ({ ...db, ...db.within(scope) });

  it('covers every table of the schema', async () => {
    const problems: string[] = [];
    for (const { name, isProtected, rights } of await tableRights(db)) {
      const isOpen = OPEN_FOR_A_REASON[name] !== undefined;
      const isClosed = CLOSED_FOR_A_REASON[name] !== undefined;
      if (isProtected ? isOpen || isClosed : !isOpen && !isClosed) problems.push(howToProtect(name));
      if (isOpen && rights !== 'SELECT') problems.push(`${name}: hawser_tenant has ${rights} and should have SELECT`);
      if (isClosed && rights !== '') problems.push(`${name}: hawser_tenant has ${rights} and should have nothing`);
    }
    expect(problems).toEqual([]);
  });

  it('shows of every table only what belongs to the account and those below it', async () => {
    const seen = new Map<string, string>();
    for (const { name } of (await tableRights(db)).filter((table) => table.isProtected)) {
      const count = `SELECT count(*) AS n FROM ${name}`;
      const [all] = await db.query(count);
      const counts = [acme, north, other].map(async ({ account }) => (await db.within(account).query(count))[0]?.n);
      seen.set(name, [all?.n, ...(await Promise.all(counts))].join(' '));
    }
    const each = '3 2 1 1';
    expect(Object.fromEntries(seen)).toEqual({
      accounts: '4 2 1 1',
      account_deletions: each,
      account_holds: each,
      account_readers: each,
      account_usage: each,
      api_tokens: each,
      audit_entries: each,
      audit_heads: each,
      fleet_members: each,
      fleets: each,
      grants: each,
      invitations: each,
      oidc_identities: each,
      oidc_mappings: each,
      recovery_codes: each,
      roles: each,
      sessions: each,
      sign_in_challenges: each,
      trusted_browsers: each,
      user_totp: each,
      agent_credentials: each,
      agent_presence: each,
      agents: each,
      dead_letters: each,
      latest_readings: each,
      ledger: each,
      limit_crossings: each,
      one_time_tokens: each,
      refresh_tokens: each,
      series: each,
      series_purge: each,
      users: each,
    });
  });

  it('stands when the first wall is gone: repositories that are given the ids of others find nothing', async () => {
    const inside = within(acme.account);
    const { account, agent, user } = other;
    const whole = wholeAccount(account.id);
    const agents = createAgentRepository(inside);
    expect(await agents.byId(agent)).toBeNull();
    expect(await agents.byNameOrId(whole, agent)).toBeNull();
    expect((await agents.list(whole, { limit: 10, cursor: null })).items).toEqual([]);
    expect(await agents.countOnline(account.id, 0)).toBe(0);
    expect(await createAccountRepository(inside).byId(account.id)).toBeNull();
    expect(await createAccountRepository(inside).byId(root.id)).toBeNull();
    expect(await createUserRepository(inside).byId(user)).toBeNull();
    expect(await createCredentialRepository(inside).findByUsername('agent-of-acme-2')).toBeNull();
    expect((await createSeriesRepository(inside).list(whole, { limit: 10, cursor: null })).items).toEqual([]);
    expect(await createReadingsRepository(inside).latest(whole, { limit: 10 })).toEqual([]);
    const query = { scope: whole, from: 0, to: 1, points: 10, resolution: 'raw' } as const;
    expect(await createReadingsRepository(inside).query(query)).toEqual([]);
    expect((await createDeadLetterRepository(inside).list(whole, { limit: 10, cursor: null })).items).toEqual([]);
    expect((await createLedgerRepository(inside).read(account.id, { from: 0, to: 1e12 })).agents).toEqual([]);
  });

  it('finds what belongs to the account, in a transaction as well', async () => {
    const agents = createAgentRepository(within(acme.account));
    expect(await agents.byNameOrId(wholeAccount(acme.account.id), 'agent')).toMatchObject({
      id: acme.agent,
      accountName: 'acme',
    });
    expect(await agents.byId(north.agent)).toMatchObject({ accountName: 'north' });
    const ledger = await createLedgerRepository(within(acme.account)).read(acme.account.id, { from: 0, to: 1e12 });
    expect(ledger.agents).toMatchObject([{ agentName: 'agent', messages: { received: 1 } }]);
    expect(
      await createReadingsRepository(within(acme.account)).latest(wholeAccount(acme.account.id), { limit: 10 }),
    ).toHaveLength(1);
  });

  it('refuses to write into another account, also by moving a row there', async () => {
    const insert = `INSERT INTO agents (id, account_id, name) VALUES ($1, $2, 'intruder')`;
    const refused = { code: '42501', message: expect.stringContaining('row-level security') as unknown };
    for (const target of [other.account.id, root.id]) {
      await expect(inAcme.query(insert, [newId(), target])).rejects.toMatchObject(refused);
    }
    const move = 'UPDATE agents SET account_id = $1 WHERE id = $2';
    await expect(inAcme.query(move, [other.account.id, acme.agent])).rejects.toMatchObject(refused);
    const credential = `INSERT INTO agent_credentials (id, agent_id, username, password_hash) VALUES ($1, $2, 'x', '')`;
    await expect(inAcme.query(credential, [newId(), other.agent])).rejects.toMatchObject(refused);
    const purge = 'INSERT INTO series_purge (series_id) VALUES ($1)';
    await expect(inAcme.query(purge, [other.series])).rejects.toMatchObject(refused);
    const account = `INSERT INTO accounts (id, name, parent_id, path) VALUES ($1, 'sneaky', $2, '/sys/sneaky')`;
    await expect(inAcme.query(account, [newId(), root.id])).rejects.toMatchObject(refused);
  });

  it('neither changes nor deletes what belongs to others', async () => {
    await inAcme.query(`UPDATE agents SET description = 'mine'`);
    await inAcme.query('DELETE FROM refresh_tokens');
    expect(await db.query(`SELECT count(*) AS n FROM agents WHERE description = 'mine'`)).toEqual([{ n: 2 }]);
    expect(await db.query('SELECT count(*) AS n FROM refresh_tokens')).toEqual([{ n: 1 }]);
    const agents = createAgentRepository(within(acme.account));
    expect(await agents.remove(other.agent)).toBe(false);
    await expect(agents.update(other.agent, null, { disabled: true })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('lets an account make accounts below it, and says when a name is taken that it cannot see', async () => {
    const accounts = createAccountRepository(within(acme.account));
    expect(await accounts.create({ name: 'south', parentId: acme.account.id })).toMatchObject({
      path: '/sys/acme/south',
    });
    const taken = accounts.create({ name: 'acme-2', parentId: acme.account.id });
    await expect(taken).rejects.toMatchObject({ code: 'name-taken' });
    const foreign = accounts.create({ name: 'west', parentId: other.account.id });
    await expect(foreign).rejects.toMatchObject({ code: 'not-found' });
  });

  it('deletes an agent with its series, which go to the purge', async () => {
    const { agent, series } = await fill(db, 'leaving', acme.account.id);
    await db.query('DELETE FROM series_purge WHERE series_id = $1', [series]);
    expect(await createAgentRepository(within(acme.account)).remove(agent)).toBe(true);
    expect(await db.query('SELECT FROM series_purge WHERE series_id = $1', [series])).toHaveLength(1);
  });

  it('closes what it does not protect', async () => {
    for (const table of ['readings', 'signing_keys', 'schema_migrations']) {
      await expect(inAcme.query(`SELECT * FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('ends with the statement or the transaction, also with one that failed', async () => {
    const everybody = 'SELECT current_user AS me';
    const [before] = await db.query(everybody);
    await inAcme.query('SELECT 1');
    await expect(inAcme.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    await expect(inAcme.transaction((tx) => tx.query('SELECT 1 / 0'))).rejects.toMatchObject({ code: '22012' });
    await inAcme.transaction((tx) => tx.query('SELECT 1'));
    const answers = await Promise.all(Array.from({ length: 8 }, () => db.query(everybody)));
    expect(answers.flat()).toEqual(Array.from({ length: 8 }, () => before));
    expect(await inAcme.query(everybody)).toEqual([{ me: 'hawser_tenant' }]);
  });

  it('takes one statement at a time, and reads its values as ever', async () => {
    await expect(inAcme.query('SELECT 1; SELECT 2')).rejects.toMatchObject({ code: '42601' });
    const rows = await inAcme.query(`SELECT $1::int AS n, '{1,2}'::int[] AS list, 'a' AS text WHERE true`, [7]);
    expect(rows).toEqual([{ n: 7, list: [1, 2], text: 'a' }]);
    expect(await inAcme.query('SELECT WHERE false')).toEqual([]);
  });

  it('shows nothing to the role when nobody said which account', async () => {
    const rows = await db.transaction(async (tx) => {
      await tx.query('SET LOCAL ROLE hawser_tenant');
      return tx.query('SELECT FROM accounts UNION ALL SELECT FROM agents');
    });
    expect(rows).toEqual([]);
  });
});

describe('the role', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  const open = (name: string, user = 'hawser') => {
    const url = server.url(name).replace('hawser@', `${user}@`);
    return createPostgresDatabase({ url, poolSize: 1, statementTimeoutMs: 60_000 });
  };
  async function use<Result>(db: Database, work: (db: Database) => Promise<Result>): Promise<Result> {
    return work(db).finally(() => db.close());
  }

  it('is asked for in words when whoever migrates may not make it', async () => {
    await use(open('postgres'), (db) => db.query('CREATE ROLE plain LOGIN'));
    await use(open('postgres'), (db) => db.query('CREATE DATABASE plain OWNER plain'));
    const migration = use(open('plain', 'plain'), (db) => migrate(db));
    await expect(migration).rejects.toMatchObject({
      code: '42501',
      message: expect.stringMatching(
        /run "hawser db init", or .*CREATE ROLE hawser_tenant .*GRANT .* TO plain$/,
      ) as unknown,
    });
  });

  it('is asked for when the program starts with a role that may not take it on', async () => {
    await use(open('postgres'), (db) => db.query('CREATE ROLE stranger LOGIN'));
    await use(open('postgres'), (db) => db.query('CREATE DATABASE strange'));
    await use(open('strange'), async (db) => {
      await migrate(db);
      await assertTenantRole(db);
      await db.query('GRANT SELECT ON accounts TO stranger');
    });
    await use(open('strange', 'stranger'), (db) =>
      expect(assertTenantRole(db)).rejects.toThrow(/hawser_tenant cannot be taken on: .*GRANT hawser_tenant TO/),
    );
  });

  it('is made by many databases of one server at the same time', async () => {
    await use(open('postgres'), (db) => db.query('CREATE ROLE maker LOGIN CREATEROLE'));
    const names = ['one', 'two', 'three'];
    for (const name of names) await use(open('postgres'), (db) => db.query(`CREATE DATABASE ${name} OWNER maker`));
    const scope = { id: newId<AccountId>(), path: '/sys' };
    const counts = names.map((name) =>
      use(open(name, 'maker'), async (db) => {
        await migrate(db);
        return db.within(scope).query('SELECT count(*) AS n FROM accounts');
      }),
    );
    expect(await Promise.all(counts)).toEqual(names.map(() => [{ n: 0 }]));
  });
});

it('refuses a scope that could be more than one', () => {
  expect(() => beginWithin({ id: newId<AccountId>(), path: `/sys'; RESET ROLE; --` })).toThrow(TypeError);
});

function howToProtect(table: string): string {
  return (
    `${table}: add "select protect_by_account('${table}');" to a migration, or "select protect_by_parent('${table}', ` +
    `'<key>', '<table of the parent>');", or a reason to OPEN_FOR_A_REASON or CLOSED_FOR_A_REASON of this test`
  );
}

async function fill(db: Database, name: string, parentId: AccountId): Promise<Tenant> {
  const account = await createAccountRepository(db).create({ name, parentId });
  const accountId = account.id;
  const user = await createUserRepository(db).create({
    accountId,
    email: `${name}@example.com`,
    passwordHash: '-',
  });
  const agent = await createAgentRepository(db).create({ accountId, name: 'agent', description: '', tags: [] });
  const hash = new TextEncoder().encode(name);
  await createCredentialRepository(db).issue({ agentId: agent.id, username: `agent-of-${name}`, passwordHash: hash });
  const key = {
    accountId,
    agentId: agent.id,
    device: 'd',
    metric: 'm',
    unit: null,
    kind: 'number',
    protocol: 'native',
  } as const;
  const [series] = [...(await createSeriesRepository(db).resolve([key])).values()];
  if (series === undefined) throw new Error('a series that was resolved is missing');
  await db.query('INSERT INTO latest_readings (series_id, time, value, quality) VALUES ($1, now(), 1, 0)', [series.id]);
  await db.query('INSERT INTO series_purge (series_id) VALUES ($1)', [series.id]);
  await db.query('INSERT INTO agent_presence (agent_id, online, lease_until) VALUES ($1, true, now())', [agent.id]);
  await db.query(`INSERT INTO ledger (account_id, agent_id, minute, messages_received) VALUES ($1, $2, 'epoch', 1)`, [
    accountId,
    agent.id,
  ]);
  await db.query(
    `INSERT INTO dead_letters VALUES ($1, $2, $3, 'agent', 'default', 't', 'native', 'telemetry', NULL, now(), now(),
      'malformed', '', NULL, '', 0, 0, NULL)`,
    [newId(), accountId, agent.id],
  );
  await db.query('INSERT INTO account_readers (role_name, account_id) VALUES ($1, $2)', [`reader_${name}`, accountId]);
  await fillAccess(db, { accountId, user: user.id, agent: agent.id, name });
  return { account, user: user.id, agent: agent.id, series: series.id };
}
