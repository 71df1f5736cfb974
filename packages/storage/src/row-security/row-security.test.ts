import { type AccountId, newId } from '@hawser/core';
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
import { createReadingsRepository } from '../readings/readings-repository.ts';
import { createSeriesRepository } from '../series/series-repository.ts';
import { createUserRepository } from '../users/user-repository.ts';
import { readUnscoped } from './read-unscoped.ts';
import { fillTenant, type Tenant } from './testing/fill-tenant.ts';
import { fillTenants, TENANT_ENGINES } from './testing/tenant-engines.ts';

describe.each(TENANT_ENGINES)('row security on %s', (_name, open) => {
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
    ({ root, acme, north, other } = await fillTenants(db));
    inAcme = db.within(acme.account);
  });
  afterAll(() => engine.close());

  /** A repository wants a whole database. */
  const within = (scope: AccountScope): Database => ({ ...db, ...db.within(scope) });

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
    await inAcme.query('DELETE FROM sign_in_failures');
    expect(await db.query('SELECT count(*) AS n FROM sign_in_failures')).toEqual([{ n: 1 }]);
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
    const { agent, series } = await fillTenant(db, 'leaving', acme.account.id);
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

  it('can be left within a transaction to read, and stands again afterwards', async () => {
    const names = 'SELECT name FROM accounts ORDER BY name';
    const seen = await inAcme.transaction(async (tx) => {
      const inside = await tx.query(names);
      const outside = await readUnscoped(tx, (all) => all.query(names));
      await expect(readUnscoped(tx, () => Promise.reject(new Error('as it happens')))).rejects.toThrow('as it happens');
      return { inside, outside, again: await tx.query(names) };
    });
    expect(seen.again).toEqual(seen.inside);
    expect(seen.inside).not.toContainEqual({ name: 'acme-2' });
    expect(seen.outside).toContainEqual({ name: 'acme-2' });
  });

  it('cannot be left to write', async () => {
    const update = `UPDATE agents SET description = 'from outside'`;
    await inAcme.transaction(async (tx) => {
      const written = readUnscoped(tx, (all) => all.query(update));
      await expect(written).rejects.toThrow('read-only transaction');
      // What was refused is gone with the reading; the transaction goes on.
      await tx.query(`UPDATE agents SET description = 'from inside'`);
    });
    const sql = `SELECT DISTINCT account_id AS id FROM agents WHERE description LIKE 'from %'`;
    const changed = await db.query<{ id: AccountId }>(sql);
    expect(changed.map(({ id }) => id).sort()).toEqual([acme.account.id, north.account.id].sort());
  });

  it('shows nothing to the role when nobody said which account', async () => {
    const rows = await db.transaction(async (tx) => {
      await tx.query('SET LOCAL ROLE hawser_tenant');
      return tx.query('SELECT FROM accounts UNION ALL SELECT FROM agents');
    });
    expect(rows).toEqual([]);
  });
});

it('refuses a scope that could be more than one', () => {
  expect(() => beginWithin({ id: newId<AccountId>(), path: `/sys'; RESET ROLE; --` })).toThrow(TypeError);
});
