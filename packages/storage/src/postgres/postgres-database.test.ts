import { type PostgresServer, startPostgres, waitFor } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { DatabaseUnavailableError, SqlError } from '../sql-error.ts';
import { createPostgresDatabase } from './postgres-database.ts';

describe('a PostgreSQL server', () => {
  let server: PostgresServer;
  let database: Database;
  const lost: Error[] = [];

  beforeAll(async () => {
    server = await startPostgres();
    database = createPostgresDatabase({
      url: server.url(),
      poolSize: 2,
      statementTimeoutMs: 300,
      onConnectionLost: (error) => lost.push(error),
    });
    await database.query('CREATE TABLE items (id int)');
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  it('gives up a statement that takes too long', async () => {
    const error = await database.query('SELECT pg_sleep(30)').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SqlError);
    expect(error).toMatchObject({ code: '57014' });
  });

  it('does not use a connection again that broke in a transaction', async () => {
    const work = database.transaction(async (tx) => {
      await tx.query('INSERT INTO items VALUES (1)');
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await database.query('SELECT pg_terminate_backend($1)', [row?.pid]);
      await tx.query('INSERT INTO items VALUES (2)');
    });
    await expect(work).rejects.toThrow(DatabaseUnavailableError);
    const answers = await Promise.all([1, 2, 3].map(() => database.query('SELECT count(*) AS n FROM items')));
    expect(answers).toEqual([[{ n: 0 }], [{ n: 0 }], [{ n: 0 }]]);
  });

  it('says that it cannot be reached, and is used again when it is back', async () => {
    await database.query('SELECT 1');
    await server.stop();
    await waitFor(() => lost.length > 0);
    await expect(database.query('SELECT 1')).rejects.toThrow(DatabaseUnavailableError);
    await expect(database.transaction((tx) => tx.query('SELECT 1'))).rejects.toThrow(DatabaseUnavailableError);
    server = await startPostgres({ dataDir: server.dataDir, port: server.port });
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says that a database does not exist', async () => {
    const nowhere = createPostgresDatabase({ url: server.url('nowhere'), poolSize: 1, statementTimeoutMs: 1000 });
    await expect(nowhere.query('SELECT 1')).rejects.toMatchObject({ code: '3D000' });
    await nowhere.close();
  });

  it('does not wait for ever for a server that hangs, and does not use that connection again', async () => {
    const options = { url: server.url(), poolSize: 1, statementTimeoutMs: 60_000, answerTimeoutMs: 200 };
    const impatient = createPostgresDatabase(options);
    const [backend] = await impatient.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    process.kill(backend!.pid, 'SIGSTOP');
    try {
      await expect(impatient.query('SELECT 1')).rejects.toThrow(/has not answered for 200 ms/);
      const [other] = await impatient.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      expect(other!.pid).not.toBe(backend!.pid);
      process.kill(other!.pid, 'SIGSTOP');
      const rows = new Uint8Array(1_000_000);
      const copy = impatient.transaction((tx) => tx.copyIn('items (id)', rows));
      await expect(copy).rejects.toThrow(DatabaseUnavailableError);
      process.kill(other!.pid, 'SIGCONT');
    } finally {
      process.kill(backend!.pid, 'SIGCONT');
      await impatient.close();
    }
  });

  it('does not wait for ever for a connection', async () => {
    const options = { url: server.url(), poolSize: 1, statementTimeoutMs: 10_000, acquireTimeoutMs: 100 };
    const narrow = createPostgresDatabase(options);
    await narrow.transaction(async (tx) => {
      await tx.query('SELECT 1');
      await expect(narrow.query('SELECT 1')).rejects.toThrow(DatabaseUnavailableError);
    });
    expect(await narrow.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await narrow.close();
  });

  it('commits to the disk whatever the server is set to, and leaves stronger settings alone', async () => {
    const setting = async (value: string) => {
      await database.query(`ALTER ROLE hawser SET synchronous_commit = ${value}`);
      const fresh = createPostgresDatabase({ url: server.url(), poolSize: 1, statementTimeoutMs: 1_000 });
      const rows = await fresh.query<{ synchronous_commit: string }>('SHOW synchronous_commit');
      await fresh.close();
      return rows[0]!.synchronous_commit;
    };
    expect(await setting('off')).toBe('on');
    expect(await setting('local')).toBe('on');
    expect(await setting('remote_apply')).toBe('remote_apply');
    await database.query('ALTER ROLE hawser RESET synchronous_commit');
  });

  it('is unavailable while it only reads or takes no more connections', async () => {
    await database.query(`CREATE ROLE guest LOGIN CONNECTION LIMIT 1; GRANT ALL ON items TO guest;
      ALTER ROLE guest SET default_transaction_read_only = on`);
    const url = server.url().replace('hawser@', 'guest@');
    const guests = [1, 2].map(() => createPostgresDatabase({ url, poolSize: 1, statementTimeoutMs: 1_000 }));
    await expect(guests[0]!.query('INSERT INTO items VALUES (1)')).rejects.toThrow(DatabaseUnavailableError);
    await expect(guests[1]!.query('SELECT 1')).rejects.toThrow(DatabaseUnavailableError);
    await Promise.all(guests.map((guest) => guest.close()));
  });
});
