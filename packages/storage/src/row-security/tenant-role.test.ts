import { type AccountId, newId } from '@hawser/core';
import { type PostgresServer, startPostgres } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { migrate } from '../migrate.ts';
import { createPostgresDatabase } from '../postgres/index.ts';
import { assertTenantRole } from './assert-tenant-role.ts';

describe('the role of tenants', () => {
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
