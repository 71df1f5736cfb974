import { createPostgresDatabase } from '@hawser/storage/postgres';
import { type PostgresServer, startPostgres } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DbTask, runDb } from './run-db.ts';

describe('hawser db', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startPostgres({ settings: { password_encryption: 'scram-sha-256' } });
  });
  afterAll(() => server.stop());

  const url = (password = 'first') => server.url('plant').replace('hawser@', `o"wner:${password}@`);

  /** Runs a task with these settings and no others. */
  async function run(task: DbTask, env: Record<string, string>): Promise<{ code: number; out: string; err: string }> {
    const lines = { out: [] as string[], err: [] as string[] };
    const say = (line: string) => lines.out.push(line);
    const complain = (line: string) => lines.err.push(line);
    const code = await runDb(task, env, { say, complain });
    return { code, out: lines.out.join('\n'), err: lines.err.join('\n') };
  }

  async function ask(address: string, sql: string): Promise<unknown[]> {
    const database = createPostgresDatabase({ url: address, poolSize: 1, statementTimeoutMs: 10_000 });
    return database.query(sql).finally(() => database.close());
  }

  it('makes role and database, again and again, and changes the password', async () => {
    const admin = { DATABASE_ADMIN_URL: server.url() };
    const runs = await Promise.all([1, 2].map(() => run('init', { ...admin, DATABASE_URL: url() })));
    expect(runs.filter(({ code }) => code !== 0)).toEqual([]);
    const again = await run('init', { ...admin, DATABASE_URL: url('second') });
    expect(again.out).toMatch(/Role o"wner was there; its password was set\nDatabase plant was there/);
    expect(again.out).toMatch(/TimescaleDB is not installed on this server/);
    expect(await ask(url('second'), 'SELECT current_user AS me')).toEqual([{ me: 'o"wner' }]);
    expect(again.out).toMatch(/Role hawser_tenant, which separates accounts, is there and granted to "o""wner"/);
    const tenant = `SELECT pg_has_role('o"wner', 'hawser_tenant', 'MEMBER') AS member, rolcanlogin AS can_login
      FROM pg_roles WHERE rolname = 'hawser_tenant'`;
    expect(await ask(server.url(), tenant)).toEqual([{ member: true, can_login: false }]);
    const stored = `SELECT rolpassword LIKE 'SCRAM-SHA-256$4096:%' AS scram FROM pg_authid WHERE rolname = 'o"wner'`;
    expect(await ask(server.url(), stored)).toEqual([{ scram: true }]);
  });

  it('migrates as that role, several at once, and once only', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => run('migrate', { DATABASE_URL: url() })));
    expect(runs.map(({ code, err }) => [code, err])).toEqual([1, 2, 3].map(() => [0, '']));
    expect((await run('migrate', { DATABASE_URL: url() })).out).toMatch(
      /^The schema was up to date\nPostgreSQL \d+\.\d+: readings in daily partitions/,
    );
    expect(await ask(url(), 'SELECT count(*) = max(version) AS each_once FROM schema_migrations')).toHaveLength(1);
  });

  it('writes the retention that the scheduler acts on, and what changed', async () => {
    const env = { DATABASE_URL: url(), HAWSER_TIER: 'standard', HAWSER_DATA_DIR: '/of-another-command' };
    expect((await run('policies', env)).out).toMatch(/^Set the retention of raw readings\n/);
    expect((await run('policies', env)).out).toMatch(/^The policies were as wanted\nReadings are kept for 60 days/);
    const changed = await run('policies', { ...env, HAWSER_RETENTION_RAW_DAYS: '10' });
    expect(changed.out).toMatch(/^Set the retention of raw readings\nReadings are kept for 10 days/);
    const stored = `SELECT resolution, extract(epoch FROM keep) / 86400 AS days
      FROM retention_policies ORDER BY 1`;
    expect(await ask(url(), stored)).toMatchObject([{ days: 3_653 }, { days: 90 }, { days: 10 }]);
    const entry = `SELECT actor_kind AS by, after FROM audit_entries
      WHERE action = 'installation.set_policies' ORDER BY seq DESC LIMIT 1`;
    const policies = [expect.stringContaining('retention of raw readings') as unknown];
    expect(await ask(url(), entry)).toEqual([{ by: 'command', after: { policies } }]);
  });

  it('lets a role read one account by SQL, and takes it back', async () => {
    await ask(server.url('plant'), 'CREATE ROLE analyst LOGIN');
    await ask(url('second'), `INSERT INTO accounts (id, name, path) VALUES (gen_random_uuid(), 'acme', '/acme')`);
    const change = (name: 'reader grant' | 'reader revoke', role: string, account: string) =>
      run({ name, role, account }, { DATABASE_URL: url('second') });
    const analyst = server.url('plant').replace('hawser@', 'analyst@');
    await expect(ask(analyst, 'SELECT * FROM account_readings')).rejects.toThrow('permission denied');
    const granted = 'The role analyst reads the account acme, through the view account_readings';
    expect(await change('reader grant', 'analyst', 'acme')).toEqual({ code: 0, out: granted, err: '' });
    expect(await ask(analyst, 'SELECT * FROM account_readings')).toEqual([]);
    expect(await change('reader grant', 'analyst', 'nobody')).toMatchObject({
      code: 1,
      err: 'There is no account nobody.',
    });
    expect((await change('reader grant', 'ghost', 'acme')).err).toMatch(
      /^There is no role ghost .* CREATE ROLE "ghost"/,
    );
    expect(await change('reader revoke', 'analyst', 'acme')).toMatchObject({ code: 0 });
    await expect(ask(analyst, 'SELECT * FROM account_readings')).rejects.toThrow('permission denied');
    expect((await change('reader revoke', 'analyst', 'acme')).err).toMatch(/does not read the account acme/);
    const entries = `SELECT action, resource_name AS role, actor_kind AS by FROM audit_entries
      WHERE action LIKE 'account_reader.%' ORDER BY seq`;
    expect(await ask(url('second'), entries)).toEqual([
      { action: 'account_reader.grant', role: 'analyst', by: 'command' },
      { action: 'account_reader.revoke', role: 'analyst', by: 'command' },
    ]);
  });

  it('says in one line what is wrong, with an exit code', async () => {
    const lines = async (name: DbTask, env: Record<string, string>) => {
      const { code, err } = await run(name, env);
      expect(err.split('\n')).toHaveLength(1);
      return [code, err];
    };
    expect(await lines('migrate', { DATABASE_URL: '' })).toEqual([
      2,
      expect.stringMatching(/^DATABASE_URL: is not set/),
    ]);
    expect(await lines('migrate', { DATABASE_URL: 'mysql://x' })).toEqual([
      2,
      expect.stringMatching(/^DATABASE_URL: /),
    ]);
    expect(await lines('init', { DATABASE_URL: 'postgres://h/d', DATABASE_ADMIN_URL: server.url() })).toEqual([
      2,
      expect.stringMatching(/missing: role, password$/),
    ]);
    expect(await lines('policies', { DATABASE_URL: url(), HAWSER_RETENTION_1M_DAYS: '5' })).toEqual([
      2,
      expect.stringMatching(/^HAWSER_RETENTION_1M_DAYS: must not be less/),
    ]);
    expect(await lines('migrate', { DATABASE_URL: 'postgres://u:p@127.0.0.1:1/d' })).toEqual([
      3,
      expect.stringMatching(/^The database cannot be reached: connect ECONNREFUSED/),
    ]);
    expect(await lines('migrate', { DATABASE_URL: server.url('nowhere') })).toEqual([
      1,
      expect.stringMatching(/^The database refused: database "nowhere" does not exist \(SQLSTATE 3D000\)$/),
    ]);
  });
});
