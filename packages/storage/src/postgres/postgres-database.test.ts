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
});
